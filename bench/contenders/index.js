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
 * @property {boolean} [counted] whether its requests are counted, for the whole family
 * @property {boolean} [idle] it declares nothing on the broker
 * @property {boolean} [empty] it declares nothing, so N is 0
 * @property {readonly import("../phases").Phase[]} phases what it can do
 * @property {(context: Context) => Promise<Session>} open
 */

/** @type {Contender[]} */
const contenders = [cli, raw, definitions, ...topology, ...single, ...noop, ...naive, tofu];

module.exports = { contenders };
