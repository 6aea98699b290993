import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runMeasured } from "../../bench/command";

const cwd = mkdtempSync(path.join(tmpdir(), "bench-command-test-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const sh = (script: string, signal = new AbortController().signal) =>
  runMeasured("sh", ["-c", script], { cwd, env: process.env, signal });

(platform() === "linux" ? test : test.skip)("sees the memory of what a command starts", async () => {
  const inner = "const held = Buffer.alloc(100e6, 1); setTimeout(() => held, 3000)";
  const { peakBytes } = await sh(`'${process.execPath}' -e '${inner}'; true`);
  expect(peakBytes).toBeGreaterThan(100e6);
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
