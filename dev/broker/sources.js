const { containerSources } = require("./container");
const { debianSources } = require("./debian");
const { installedSources } = require("./installed");

/**
 * One way to get a broker on this machine.
 * @typedef {object} Source
 * @property {string} version e.g. "4.3"
 * @property {string} from e.g. "docker", "Debian"
 * @property {(dir: string, log: (line: string) => void) => Promise<Runner>} prepare downloads what is missing
 */

/**
 * How to run a prepared broker.
 * @typedef {object} Runner
 * @property {string} home the node's folder, by its path for the broker
 * @property {string} address the address that the broker listens on, inside its container if it has one
 * @property {(node: import("./node").Node, environment: Record<string, string>) => Command} command
 */

/**
 * A command whose process is the broker itself, so that SIGTERM stops the broker.
 * @typedef {{ argv: string[], env: NodeJS.ProcessEnv }} Command
 */

/** @type {Promise<Source[]> | undefined} */
let sources;

/** @returns {Promise<Source[]>} every way to get a broker on this machine, the preferred first */
function findSources() {
  sources ??= Promise.all([containerSources(), installedSources(), debianSources()]).then((found) => found.flat());
  return sources;
}

/**
 * @param {string} [version] the preferred source's version unless given
 * @returns {Promise<Source[]>} the ways to get that version, the preferred first
 */
async function sourcesOf(version) {
  const all = await findSources();
  if (all.length === 0)
    throw new Error("no RabbitMQ: install docker, podman or rabbitmq-server, or set RABBITMQ_ENDPOINT");
  const found = all.filter((source) => source.version === (version ?? all[0].version));
  if (found.length > 0) return found;
  throw new Error(`no RabbitMQ ${version}: this machine can get ${all.map((source) => source.version).join(", ")}`);
}

module.exports = { findSources, sourcesOf };
