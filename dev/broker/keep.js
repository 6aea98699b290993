const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");

const { run } = require("../command");

const KEEPER = path.join(__dirname, "keeper.js");
const TIMEOUT = 30_000;

/**
 * Starts a broker through a keeper, the process that runs it and ends it.
 * @param {string} dir
 * @param {import("./sources").Command} command
 * @param {{ lifetime: number, detached: boolean }} options
 * @returns {number} the keeper's pid
 */
function keep(dir, { argv, env }, { lifetime, detached }) {
  const keeper = spawn(process.execPath, [KEEPER, dir, `${lifetime}`, detached ? "detached" : "owned", ...argv], {
    cwd: dir,
    env,
    detached: true,
    stdio: [detached ? "ignore" : "pipe", "ignore", "ignore"],
  });
  keeper.unref();
  /** @type {import("node:net").Socket | null} */ (keeper.stdin)?.unref();
  return keeper.pid;
}

/** @returns {Promise<boolean>} whether that process is the folder's keeper, and not another one with the same pid */
async function isKept(dir, pid) {
  const command = await commandLine(pid).catch(() => "");
  return command.includes(KEEPER) && command.includes(dir);
}

async function commandLine(pid) {
  if (fs.existsSync("/proc/self")) return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  return run("ps", ["-o", "command=", "-p", `${pid}`]);
}

/** Ends the folder's broker with SIGTERM, or with SIGKILL if that does not end it in time. */
async function release(dir, pid) {
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
    if (await isKept(dir, pid)) process.kill(pid, signal);
    for (const end = Date.now() + TIMEOUT; Date.now() < end; await sleep(50)) {
      if (!(await isKept(dir, pid))) return;
    }
  }
}

module.exports = { keep, isKept, release };
