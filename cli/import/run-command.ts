import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { text } from "node:stream/consumers";
import { endOnSignal, refuseInterrupted } from "./interrupt";

export interface CommandOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads: a secret here is in no list of processes. */
  readonly input?: string;
  /** Whether another command that runs at the same time is waited for longer. */
  readonly yields?: boolean;
}

const hasGroups = process.platform !== "win32";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. @throws the error of the start, such as ENOENT, or that of an interrupt */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<Ended> {
  const { folder, environment, input = "", yields = false } = options;
  refuseInterrupted();
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...environment }, detached: hasGroups });
  endOnSignal(child);
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  if (yields && child.pid !== undefined) lowerPriority(child.pid);
  child.stdin.on("error", () => {}); // It may end before it has read everything.
  child.stdin.end(input);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  refuseInterrupted();
  return { code, stdout, stderr };
}

/** A system may forbid it, and the command may have ended. */
function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {}
}

const maxLines = 40;

/** The lines of an output that say what is wrong. */
export function wrongLinesOf(output: string): string {
  const lines = output.split("\n");
  const errors = lines.filter((line) => /error|warning|refused|differ|TS\d+/i.test(line));
  return firstLinesOf((errors.length > 0 ? errors : lines).map((line) => line.trim()).join("\n"));
}

/** The begin of an output, each line once. */
export function firstLinesOf(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return [...new Set(lines.map((line) => `  ${line.trimEnd()}`))].slice(0, maxLines).join("\n");
}
