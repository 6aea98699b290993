// Runs one broker and sees that it ends: on SIGTERM, when its lifetime is over, or with the process that wants it.
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

/** The group is the broker's own; once the broker has gone, only its helpers are left in it. */
function killGroup() {
  try {
    if (broker.pid) process.kill(-broker.pid, "SIGKILL");
  } catch {
    // nobody left
  }
}
