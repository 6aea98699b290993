const path = require("node:path");

const { cached } = require("../cache");
const { run, which } = require("../command");
const { firstSuccess } = require("../first-success");
const { buildWithGo } = require("./go");
const { install } = require("./installer");

const OLDEST = [3, 216];

/**
 * Finds the Pulumi CLI with its Node.js language host, or gets one and caches it.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ bin: string, version: string }>} the folder to put first on PATH
 */
async function findPulumi({ log = () => {} } = {}) {
  const bin = (await binOnPath()) ?? path.join(await cached("pulumi", (root) => get(root, log)), "bin");
  return { bin, version: await versionIn(bin) };
}

function get(root, log) {
  return firstSuccess([install, buildWithGo], (way) => way(root, log)).catch((error) => {
    throw new Error(`no Pulumi CLI: install Pulumi ${OLDEST.join(".")} or newer (or Go)\n${error.message}`);
  });
}

async function binOnPath() {
  const pulumi = which("pulumi");
  if (!pulumi || !which("pulumi-language-nodejs")) return;
  const bin = path.dirname(pulumi);
  const [major, minor] = (await versionIn(bin)).split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return bin;
}

async function versionIn(bin) {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return (await run(path.join(bin, "pulumi"), ["version"], { env })).replace(/^v/, "");
}

module.exports = { findPulumi };
