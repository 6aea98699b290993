import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import treeKill from "tree-kill";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const running = new Set<ChildProcess>();
let received: string | undefined;

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

let holds = 0;

/** Work that a signal does not end in the middle. */
export async function whole(work: () => Promise<void>): Promise<void> {
  refuseInterrupted();
  holds++;
  try {
    await work();
  } finally {
    holds--;
  }
}

function interrupt(signal: string): void {
  received ??= signal;
  if (holds > 0) return;
  for (const { pid } of running) if (pid !== undefined) killAll(pid);
}

/** Small images of containers lack `ps`, by which a process's children are found. */
const hasPs = process.platform !== "linux" || ["/bin/ps", "/usr/bin/ps"].some((file) => existsSync(file));

function killAll(pid: number): void {
  if (hasPs) treeKill(pid, "SIGKILL");
  else process.kill(-pid, "SIGKILL");
}

/**
 * A signal ends this command with all processes that it has started: at a signal of its own, Pulumi may leave some behind. So
 * it needs a process group of its own, to which no terminal sends one.
 */
export function endOnSignal(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
}

/** @throws Error after a signal */
export function refuseInterrupted(): void {
  if (received !== undefined && holds === 0) throw new Error(`interrupted by ${received}`);
}
