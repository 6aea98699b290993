// Runs one broker and ends it: on SIGTERM, after its lifetime, or when the process that started it ends.
const { spawn } = require("node:child_process");
const fs = require("node:fs");

const [dir, seconds, ownership, ...argv] = process.argv.slice(2);
const GRACE = 20_000;

const log = fs.openSync("broker.log", "w");
const broker = spawn(argv[0], argv.slice(1), { cwd: dir, detached: true, stdio: ["ignore", log, log] });

broker.on("error", (error) => fs.writeSync(log, `${error.message}\n`));
broker.on("close", () => {
  killGroup();
  process.exit();
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, stop);
setTimeout(stop, Number(seconds) * 1000);
if (ownership === "owned") process.stdin.on("end", stop).resume();

function stop() {
  broker.kill("SIGTERM");
  setTimeout(killGroup, GRACE);
}

/** Kills the broker's own process group. After the broker has ended, only its helpers are left in the group. */
function killGroup() {
  try {
    if (broker.pid) process.kill(-broker.pid, "SIGKILL");
  } catch {
    // The group has no process left.
  }
}
