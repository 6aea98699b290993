const fs = require("node:fs");
const path = require("node:path");

const { which } = require("../dev/command");
const { tree } = require("./processes");

const SCRIPT = path.join(__dirname, "cpu-time.py");

/**
 * Why CPU seconds cannot be counted; undefined if they can. Python reports the CPU time of child processes, Node.js does
 * not. Only Linux lets a process adopt its orphaned descendants.
 */
function whyNoCpuTime() {
  if (process.platform !== "linux") return "only Linux can count them";
  if (!which("python3")) return "python3 is not on PATH";
}

/**
 * Wraps a command in one that counts its CPU seconds. If they cannot be counted, returns the command itself.
 * @param {string} file
 * @param {string[]} args
 * @param {string} folder for the file with the times
 */
function counting(file, args, folder) {
  if (whyNoCpuTime()) return { file, args, processes: tree, times: () => ({}) };
  const report = path.join(folder, "command-times.json");
  return {
    file: "python3",
    args: ["-I", "-S", SCRIPT, report, file, ...args],
    /** @returns {number[]} the processes of the command, without the Python process, which comes first */
    processes: (pid) => tree(pid).slice(1),
    /** Reads the times after the command has ended. @returns {{ seconds?: number, cpuSeconds?: number }} */
    times: () => JSON.parse(fs.readFileSync(report, "utf8")),
  };
}

module.exports = { counting, whyNoCpuTime };
