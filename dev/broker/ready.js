const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");
const { stripVTControlCharacters } = require("node:util");

const { overview } = require("./api");
const { isKept, release } = require("./keep");
const { protocolsOf } = require("./ports");
const { stopBroker } = require("./stop");
const { tlsAccess } = require("./tls");

const TIMEOUT = 300_000;

/**
 * A running broker.
 * @typedef {object} Broker
 * @property {string} version e.g. "4.3.6"
 * @property {string} from
 * @property {string} node
 * @property {string} endpoint the management API
 * @property {string} username an administrator
 * @property {string} password
 * @property {string} amqpUrl
 * @property {string} [dir]
 * @property {number} [pid]
 * @property {import("./ports").Ports} [ports]
 * @property {ReturnType<typeof tlsAccess>} [tls]
 * @property {() => Promise<void>} stop ends the broker and keeps its data
 */

/**
 * @param {import("./node").Node} node
 * @returns {Promise<Broker>} the broker, once it answers on all of its protocols
 */
async function whenReady(node) {
  const { username, password, ports, pathPrefix } = node;
  const access = { endpoint: `http://127.0.0.1:${ports.management}${pathPrefix}`, username, password };
  for (const end = Date.now() + TIMEOUT; Date.now() < end; await sleep(100)) {
    const state = await overview(access).catch(() => undefined);
    if (state && isReady(state, node)) return describe(node, access, state.rabbitmq_version);
    if (!(await isKept(node.dir, node.pid))) throw failure(node, "ended while it started");
  }
  await release(node.dir, node.pid);
  throw failure(node, `was not ready in ${TIMEOUT / 1000} s`);
}

/** Compares the node's name too: another broker may answer on a port that this one failed to open. */
function isReady({ node: name, listeners }, node) {
  const listening = new Set(listeners.map(({ protocol }) => protocol));
  return name === node.name && ["amqp", ...protocolsOf(node.plugins)].every((protocol) => listening.has(protocol));
}

function describe(node, access, version) {
  const { dir, from, name, ports, tls, pid, username, password } = node;
  const amqpUrl = `amqp://${username}:${password}@127.0.0.1:${ports.amqp}`;
  const stop = () => stopBroker(dir);
  return { version, from, node: name, ...access, amqpUrl, dir, pid, ports, tls: tls && tlsAccess(node), stop };
}

/** An error with the first errors in the broker's log, since later ones follow from them. */
function failure({ version, dir }, what) {
  const log = path.join(dir, "broker.log");
  const lines = stripVTControlCharacters(fs.readFileSync(log, "utf8")).split("\n");
  const errors = lines.filter((line) => /\[error\] \S+ +\S/.test(line)).slice(0, 8);
  const excerpt = errors.length > 0 ? errors : lines.slice(-8);
  return new Error(`RabbitMQ ${version} ${what} (${log}):\n${excerpt.join("\n")}`);
}

module.exports = { whenReady };
