const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { cached } = require("./cache");
const { run, which } = require("./command");

const REQUIREMENTS = path.join(__dirname, "../examples/clients/requirements.txt");
const MINUTES = 60_000;

/**
 * Finds a Python with the AMQP clients that Python applications use.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ python: string } | { skipped: string }>}
 */
async function findPython({ log = () => {} } = {}) {
  if (!which("python3")) return { skipped: "python3 is not installed" };
  const fingerprint = createHash("sha256").update(fs.readFileSync(REQUIREMENTS)).digest("hex").slice(0, 8);
  try {
    const venv = await cached(`python-${fingerprint}`, async (folder) => {
      log("python: a venv with pika, amqp and kombu ...");
      await run("python3", ["-m", "venv", folder]);
      await run(path.join(folder, "bin/python"), ["-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], {
        timeout: 5 * MINUTES,
      });
    });
    return { python: path.join(venv, "bin/python") };
  } catch (error) {
    return { skipped: error.message };
  }
}

module.exports = { findPython };
