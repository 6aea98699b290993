const { spawn } = require("node:child_process");
const path = require("node:path");
const readline = require("node:readline");

const LONGEST = 10 * 60_000;

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, onLine?: (line: string) => void, expected?: number }} Options */

/**
 * Runs a program to its end, showing what it says line by line; an error has all that it said as `output`, and is what
 * comes of an exit code that is not the expected one.
 * @param {string} file
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<string>} its output
 */
async function stream(file, args, { cwd, env, input = "", onLine = () => {}, expected = 0 } = {}) {
  const child = spawn(file, args, { cwd, env, timeout: LONGEST, stdio: "pipe" });
  child.stdin.on("error", () => {}).end(input);
  const said = [];
  const output = [];
  const lines = (source) => readline.createInterface({ input: source }).on("line", (line) => said.push(line));
  lines(child.stderr);
  lines(child.stdout).on("line", (line) => {
    output.push(line);
    onLine(line);
  });
  const how = await untilEnd(child);
  if (how === expected) return output.join("\n");
  const what = [path.basename(file), path.basename(args[0])].join(" ");
  throw Object.assign(new Error(`${what} ended with ${how}, see above`), { output: said.join("\n") });
}

/** Ctrl-C goes to the program too, which may have to tidy up: it ends first. */
function untilEnd(child) {
  const wait = () => {};
  process.on("SIGINT", wait);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ?? code));
  }).finally(() => process.off("SIGINT", wait));
}

module.exports = { stream };
