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
 * @property {string} vhost a vhost that no other contender uses
 * @property {string} folder an empty folder
 * @property {{ endpoint: string, username: string, password: string }} access
 * @property {(line: string) => void} log
 */

/**
 * @typedef {object} Session
 * @property {(phase: import("../phases").Phase, signal: AbortSignal) => Promise<object | void>} run returns what it measured itself
 * @property {Record<string, string>} [versions] of the programs that it uses
 * @property {() => number} [stateBytes]
 * @property {() => void} [close]
 */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} family the name of all contenders that send the same requests
 * @property {string} title
 * @property {() => string | undefined} [whyAbsent] why it cannot be measured on this machine
 * @property {boolean} [counted] whether its requests are counted; they stand for the whole family
 * @property {boolean} [idle] it declares nothing on the broker
 * @property {boolean} [empty] it declares nothing, so N is 0
 * @property {readonly import("../phases").Phase[]} phases the phases that it can run
 * @property {(context: Context) => Promise<Session>} open
 */

/** The first mode of each family, then the second mode of each family. */
const byMode = (...families) => families[0].flatMap((_, mode) => families.map((family) => family[mode]));

const [topologyWriting, topologySkipping] = topology;

/**
 * All contenders in the order in which they run. Those that a goal compares run next to each other.
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
