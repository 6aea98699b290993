const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { stripVTControlCharacters } = require("node:util");

const { counting } = require("./cpu-time");
const { watch } = require("./memory");
const { tree } = require("./processes");

/**
 * Runs a command to its end. If the signal aborts, kills the command and all processes that it started.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 * @returns {Promise<{ seconds?: number, cpuSeconds?: number, peakBytes?: number, providerBytes?: number }>} measured of
 * the command and all processes that it started; absent where it could not be measured
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
    if (code !== 0) throw new Error(errorLine(fs.readFileSync(log, "utf8")) ?? `${path.basename(file)}: exit ${code}`);
    return { ...counted.times(), ...memory.stop() };
  } finally {
    signal.removeEventListener("abort", end);
    memory.stop();
  }
}

/** Lists all processes before it kills the first one: the children of a killed process get another parent. */
function kill(root) {
  for (const pid of tree(root)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // the process has ended
  }
}

/** The first line of the output that reports an error. */
function errorLine(log) {
  const lines = stripVTControlCharacters(log)
    .split("\n")
    .map((line) => line.replace(/^[\s│╷]+/, ""));
  const first = (pattern) => lines.find((line) => pattern.test(line));
  return first(/^[A-Z]\w*Error: ./) ?? first(/error: .*[^:]$/i) ?? first(/./);
}

module.exports = { runMeasured };
