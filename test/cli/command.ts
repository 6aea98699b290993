import { execFile } from "node:child_process";
import path from "node:path";

const built = path.join(__dirname, "../../dist/cli/index.js");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a container's start does, with this AMQP_URL and standard input. */
export function command(args: readonly string[], { url, input = "" }: { url?: string; input?: string } = {}) {
  return new Promise<Ended>((resolve) => {
    const env = { ...process.env, AMQP_URL: url };
    const child = execFile(process.execPath, [built, ...args], { env, timeout: 300_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
