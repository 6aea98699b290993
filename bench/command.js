const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { stripVTControlCharacters } = require("node:util");

const { counting } = require("./cpu-time");
const { watch } = require("./memory");
const { tree } = require("./processes");

/**
 * Runs a command to its end, or ends it with all that it started.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<{ seconds?: number, cpuSeconds?: number, peakBytes?: number, providerBytes?: number }>} what could
 * be measured of it and all that it started
 */
async function runMeasured(file, args, { cwd, env, signal }) {
  signal.throwIfAborted();
  const log = path.join(cwd, "command.log");
  const output = fs.openSync(log, "w");
  const counted = counting(file, args, cwd);
  const child = spawn(counted.file, counted.args, { cwd, env, stdio: ["ignore", output, output], detached: true });
  fs.closeSync(output);
  const memory = watch(() => counted.processes(child.pid));
  const end = () => kill(child.pid);
  signal.addEventListener("abort", end);
  try {
    const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    signal.throwIfAborted();
    if (code !== 0) throw new Error(complaint(fs.readFileSync(log, "utf8")) ?? `${path.basename(file)}: exit ${code}`);
    return { ...counted.times(), ...memory.stop() };
  } finally {
    signal.removeEventListener("abort", end);
    memory.stop();
  }
}

/** All are known before the first one ends: what it leaves behind has another parent. */
function kill(root) {
  for (const pid of tree(root)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // it ended
  }
}

/** The first line that says what is wrong. */
function complaint(log) {
  const lines = stripVTControlCharacters(log)
    .split("\n")
    .map((line) => line.replace(/^[\s│╷]+/, ""));
  const first = (pattern) => lines.find((line) => pattern.test(line));
  return first(/^[A-Z]\w*Error: ./) ?? first(/error: .*[^:]$/i) ?? first(/./);
}

module.exports = { runMeasured };
