const fs = require("node:fs");
const path = require("node:path");

const { firstSuccess } = require("../first-success");
const { environment, writeConfig } = require("./config");
const { externalBroker } = require("./external");
const { isKept, keep } = require("./keep");
const { planNode, readNode, writeNode } = require("./node");
const { whenReady } = require("./ready");
const { sourcesOf } = require("./sources");
const { makeCertificates } = require("./tls");

/**
 * @typedef {object} Options
 * @property {string} dir the broker's folder; a folder that was used before gets the same broker with its data
 * @property {string} [version] e.g. "4.3"; the easiest to get unless given
 * @property {Partial<import("./ports").Ports>} [ports] used if they are free
 * @property {string[]} [plugins] besides the management plugin
 * @property {boolean | { requireClientCert: boolean }} [tls] listen with TLS too
 * @property {string} [pathPrefix] of the management API, e.g. "/mq"
 * @property {string} [peerDir] the folder of another node, whose cluster it joins
 * @property {string[]} [conf] further lines for rabbitmq.conf
 * @property {number} [lifetime] seconds until the broker stops by itself; 4 hours unless given
 * @property {boolean} [detached] run longer than the process that started it
 * @property {(line: string) => void} [log]
 */

/** @typedef {import("./ready").Broker} Broker */

/**
 * Starts a broker, or finds the running one of the folder.
 * @param {Options} options
 * @returns {Promise<Broker>}
 */
async function startBroker(options) {
  const external = await externalBroker();
  if (external) return external;
  const dir = path.resolve(options.dir);
  const running = await findRunning(dir);
  if (running) return running;
  const prepared = await prepare(dir, options);
  return (await findRunning(dir)) ?? launch(dir, prepared, options); // another process may have started it meanwhile
}

async function findRunning(dir) {
  const node = readNode(dir);
  if (node && (await isKept(dir, node.pid))) return whenReady(node);
}

/**
 * @param {string} dir
 * @param {Options} options
 */
async function prepare(dir, { version, log = () => {} }) {
  const known = readNode(dir);
  if (known && version && version !== known.version)
    throw new Error(`${dir} contains data of RabbitMQ ${known.version}`);
  return firstSuccess(await sourcesOf(known?.version ?? version), async (source) => {
    return { source, runner: await source.prepare(dir, log) };
  });
}

async function launch(dir, { source, runner }, options) {
  const { lifetime = 4 * 3600, detached = false } = options;
  const node = await planNode(readNode(dir), source, { ...options, dir });
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (node.tls) await makeCertificates(path.join(dir, "tls"));
  writeConfig(node, runner);
  node.pid = keep(dir, runner.command(node, environment(node, runner)), { lifetime, detached });
  writeNode(node);
  return whenReady(node);
}

module.exports = { startBroker };
