const { bridged } = require("./bridged");
const { cli } = require("./cli");
const { definitions } = require("./definitions");
const { naive } = require("./naive");
const { noop } = require("./noop");
const { raw } = require("./raw");
const { single } = require("./single");
const { tofu } = require("./tofu");
const { topology } = require("./topology");

/**
 * @typedef {object} Context
 * @property {number} n
 * @property {string} vhost its own
 * @property {string} folder an empty one
 * @property {{ endpoint: string, username: string, password: string }} access
 * @property {(line: string) => void} log
 */

/**
 * @typedef {object} Session
 * @property {(phase: import("../phases").Phase, signal: AbortSignal) => Promise<object | void>} run gives what it measured itself
 * @property {Record<string, string>} [versions] of what it uses
 * @property {() => number} [stateBytes]
 * @property {() => void} [close]
 */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} family what sends the same requests
 * @property {string} title
 * @property {() => string | undefined} [whyAbsent] why it cannot be measured on this machine
 * @property {boolean} [counted] whether its requests are counted, for the whole family
 * @property {boolean} [idle] it declares nothing on the broker
 * @property {boolean} [empty] it declares nothing, so N is 0
 * @property {readonly import("../phases").Phase[]} phases what it can do
 * @property {(context: Context) => Promise<Session>} open
 */

/** The same mode of each family, then the next mode. */
const byMode = (...families) => families[0].flatMap((_, mode) => families.map((family) => family[mode]));

const [topologyWriting, topologySkipping] = topology;

/**
 * What a goal compares stands next to each other, since that is also the order in which they run.
 * @type {Contender[]}
 */
const contenders = [
  cli,
  definitions,
  raw,
  topologyWriting,
  tofu,
  topologySkipping,
  ...byMode(noop, single, bridged),
  ...naive,
];

module.exports = { contenders };
