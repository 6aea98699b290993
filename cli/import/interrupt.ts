import type { ChildProcess } from "node:child_process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof signals)[number];

/** After it, what has not ended by itself is killed. */
const graceMilliseconds = 10_000;

const running = new Set<ChildProcess>();
let received: Signal | undefined;

/** While the work goes on, a signal ends the commands that it runs, so that it can remove what it has left behind. */
export async function interruptible<T>(work: () => Promise<T>): Promise<T> {
  const handlers = signals.map((signal) => [signal, () => interrupt(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  try {
    return await work();
  } finally {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }
}

/** The commands get SIGINT once: at a second one, Pulumi leaves its own processes behind. */
function interrupt(signal: Signal): void {
  const isAgain = received !== undefined;
  received ??= signal;
  for (const child of running) {
    if (isAgain) killAll(child);
    else child.kill("SIGINT");
  }
  setTimeout(() => running.forEach(killAll), graceMilliseconds).unref();
}

/** Of a command with a process group of its own, so that no terminal sends it a signal too. */
export function track(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => {
    running.delete(child);
    if (received !== undefined) killAll(child);
  });
}

export const hasOwnGroup = process.platform !== "win32";

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(hasOwnGroup ? -pid : pid, "SIGKILL");
  } catch {} // They have ended.
}

/** @throws Error after a signal */
export function refuseInterrupted(): void {
  if (received !== undefined) throw new Error(`interrupted by ${received}`);
}
