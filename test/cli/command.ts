import { execFile } from "node:child_process";
import path from "node:path";

const built = path.join(__dirname, "../../dist/cli/index.js");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Circumstances {
  /** AMQP_URL. */
  readonly url?: string;
  readonly input?: string;
  /** More of the environment. */
  readonly variables?: Record<string, string>;
  /** Gets each piece of stderr while the command runs. */
  readonly onStderr?: (text: string) => void;
}

/** Runs the command as a container's start does, or a person in a shell. */
export function command(args: readonly string[], { url, input = "", variables = {}, onStderr }: Circumstances = {}) {
  return new Promise<Ended>((resolve) => {
    const env = { ...process.env, AMQP_URL: url, ...variables };
    const child = execFile(process.execPath, [built, ...args], { env, timeout: 300_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
    if (onStderr) child.stderr?.on("data", onStderr);
    child.stdin?.end(input);
  });
}
