import { readdirSync, readFileSync } from "node:fs";

/** The processes with a text in their environment, which every process inherits: also those whose parent has ended. */
export function processesWith(variable: string): { readonly pid: number; readonly command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => textOf(pid, "environ").split("\0").includes(variable) && !/\) Z /.test(textOf(pid, "stat")))
    .map((pid) => ({ pid, command: textOf(pid, "cmdline").replaceAll("\0", " ").trim() }));
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // The process has ended, or is another user's.
  }
}
