const path = require("node:path");

const { run } = require("../command");

const DOWNLOAD = path.join(__dirname, "download.js");
const MINUTES = 60_000;

/** Gets the CLI that matches the SDK with Pulumi's own installer. */
async function install(root, log) {
  log("pulumi: Pulumi's installer ...");
  await run(process.execPath, [DOWNLOAD, root], { timeout: 5 * MINUTES });
}

module.exports = { install };
