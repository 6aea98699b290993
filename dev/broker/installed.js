const fs = require("node:fs");
const path = require("node:path");

const { which } = require("../command");
const { START_SCRIPT } = require("./config");

/** @returns {import("./sources").Source[]} the RabbitMQ that is installed on this machine, if any */
function installedSources() {
  const found = which("rabbitmq-server", [...process.env.PATH.split(path.delimiter), "/usr/sbin", "/usr/local/sbin"]);
  if (!found) return [];
  // Packages put a link to a wrapper on PATH that only root may call. The real scripts are in the folder of its target.
  const scripts = path.dirname(fs.realpathSync(found));
  const version = versionIn(path.dirname(scripts));
  const PATH = [scripts, process.env.PATH].join(path.delimiter);
  const command = (_node, environment) => ({ argv: ["sh", "-c", START_SCRIPT], env: { ...environment, PATH } });
  const prepare = async (dir) => ({ home: dir, address: "127.0.0.1", command });
  return version ? [{ version, from: found, prepare }] : [];
}

/** Reads the version from file names, since `rabbitmqctl version` leaves a daemon behind. */
function versionIn(home) {
  const homes = [home, ...entries(path.join(home, "lib"))];
  const plugins = homes.flatMap((folder) => entries(path.join(folder, "plugins")));
  return plugins.map((plugin) => /^rabbit-(\d+\.\d+)/.exec(path.basename(plugin))?.[1]).find(Boolean);
}

const entries = (folder) =>
  fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];

module.exports = { installedSources };
