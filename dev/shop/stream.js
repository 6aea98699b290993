const { spawn } = require("node:child_process");
const path = require("node:path");
const readline = require("node:readline");

const TIMEOUT = 10 * 60_000;

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, onLine?: (line: string) => void, expected?: number }} Options */

/**
 * Runs a program to its end and passes its output on line by line. Any exit code except the expected one gives an
 * error, which has the program's whole output as `output`.
 * @param {string} file
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<string>} its output
 */
async function stream(file, args, { cwd, env, input = "", onLine = () => {}, expected = 0 } = {}) {
  const child = spawn(file, args, { cwd, env, timeout: TIMEOUT, stdio: "pipe" });
  child.stdin.on("error", () => {}).end(input);
  const all = [];
  const output = [];
  const lines = (source) => readline.createInterface({ input: source }).on("line", (line) => all.push(line));
  lines(child.stderr);
  lines(child.stdout).on("line", (line) => {
    output.push(line);
    onLine(line);
  });
  const how = await untilEnd(child);
  if (how === expected) return output.join("\n");
  const what = [path.basename(file), path.basename(args[0])].join(" ");
  throw Object.assign(new Error(`${what} ended with ${how}, see above`), { output: all.join("\n") });
}

/** Ctrl-C reaches the program too, which may have to clean up, so this process waits until the program ends. */
function untilEnd(child) {
  const wait = () => {};
  process.on("SIGINT", wait);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ?? code));
  }).finally(() => process.off("SIGINT", wait));
}

module.exports = { stream };
