import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runMeasured } from "../../bench/command";
import { whyNoCpuTime } from "../../bench/cpu-time";
import { testWith } from "../support/environment";

const cwd = mkdtempSync(path.join(tmpdir(), "bench-command-test-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const sh = (script: string, signal = new AbortController().signal) =>
  runMeasured("sh", ["-c", script], { cwd, env: process.env, signal });

testWith("Linux", platform() === "linux")("sees the memory of what a command starts", async () => {
  const inner = "const held = Buffer.alloc(100e6, 1); setTimeout(() => held, 3000)";
  const { peakBytes } = await sh(`'${process.execPath}' -e '${inner}'; true`);
  expect(peakBytes).toBeGreaterThan(100e6);
});

(whyNoCpuTime() ? describe.skip : describe)("counts the CPU seconds of a process", () => {
  /** Uses half a second, creates the file "used" and goes on without using any. */
  const load = `'${process.execPath}' -e '
    const used = () => Object.values(process.cpuUsage()).reduce((sum, each) => sum + each);
    while (used() < 500e3);
    require("fs").writeFileSync("used", "");
    setTimeout(() => {}, process.argv[1] * 1000);'`;
  const used = "until [ -e used ]; do sleep 0.1; done";

  test.each([
    ["that the command waits for", `${load} 0; true`],
    ["whose parent ends before it", `(${load} 0 &) ; ${used}; sleep 0.5`],
    ["that the command kills", `${load} 60 & ${used}; kill -9 $!`],
    ["that the command leaves running", `${load} 60 & ${used}`],
  ])("%s", async (_, script) => {
    rmSync(path.join(cwd, "used"), { force: true });
    const { cpuSeconds } = await sh(script);
    expect(cpuSeconds).toBeGreaterThan(0.5);
    expect(cpuSeconds).toBeLessThan(1);
  });

  test("but not its own", async () => expect((await sh("true")).cpuSeconds).toBeLessThan(0.02));
});

test("fails with the line that says why", async () => {
  await expect(sh("echo Updating...; echo '    error: no broker'; exit 1")).rejects.toThrow(/^error: no broker$/);
  await expect(sh("echo 'error: it failed with:'; echo 'TypeError: no such class'; exit 1")).rejects.toThrow(
    /^TypeError: no such class$/,
  );
});

test("ends all that a command has started", async () => {
  const cut = new AbortController();
  const running = sh("sleep 3600 & echo $! > draft; mv draft started; wait", cut.signal);
  const started = path.join(cwd, "started");
  await until(() => existsSync(started));
  cut.abort(new Error("too long"));
  await expect(running).rejects.toThrow("too long");
  await until(() => !isRunning(Number(readFileSync(started, "utf8"))));
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
