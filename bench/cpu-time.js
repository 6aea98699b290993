const fs = require("node:fs");
const path = require("node:path");

const { which } = require("../dev/command");
const { tree } = require("./processes");

const SCRIPT = path.join(__dirname, "cpu-time.py");

/** Node.js does not say what a child process used, Python does. Only Linux lets a process adopt the orphans below it. */
function whyNoCpuTime() {
  if (process.platform !== "linux") return "only Linux can count them";
  if (!which("python3")) return "python3 is not on PATH";
}

/**
 * A command that runs another one and counts its CPU seconds; where that cannot be done, the other one itself.
 * @param {string} file
 * @param {string[]} args
 * @param {string} folder for what was counted
 */
function counting(file, args, folder) {
  if (whyNoCpuTime()) return { file, args, processes: tree, times: () => ({}) };
  const report = path.join(folder, "command-times.json");
  return {
    file: "python3",
    args: ["-I", "-S", SCRIPT, report, file, ...args],
    /** @returns {number[]} those of the command, without Python's, which comes first */
    processes: (pid) => tree(pid).slice(1),
    /** @returns {{ seconds?: number, cpuSeconds?: number }} once the command has ended */
    times: () => JSON.parse(fs.readFileSync(report, "utf8")),
  };
}

module.exports = { counting, whyNoCpuTime };
