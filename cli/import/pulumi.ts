import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** A command of the Pulumi CLI has failed. */
export class PulumiError extends Error {
  override readonly name = "PulumiError";
}

/** Runs commands of the Pulumi CLI in one folder. */
export class PulumiCLI {
  constructor(
    readonly folder: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @returns what it printed; secrets go in through `input`, so that no list of processes shows them */
  async run(args: readonly string[], input = "", more: Readonly<Record<string, string>> = {}): Promise<string> {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: this.folder,
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...this.environment, ...more },
    });
    const ended = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
    child.stdin.on("error", () => {}); // It may end before it has read everything.
    child.stdin.end(input);
    const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]).catch(missing);
    if (code === 0) return stdout;
    throw new PulumiError(`\`pulumi ${args.join(" ")}\` failed:\n${linesOf(`${stderr}\n${stdout}`)}`);
  }
}

function missing(error: NodeJS.ErrnoException): never {
  if (error.code !== "ENOENT") throw error;
  throw new PulumiError("the Pulumi CLI was not found: install it, so that the command `pulumi` runs");
}

const maxLines = 40;

/** The lines that say what is wrong. */
function linesOf(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => /error|warning|refused|differ|TS\d+/i.test(line));
  const shown = (errors.length > 0 ? errors : lines).map((line) => `  ${line.trim()}`);
  return [...new Set(shown)].slice(0, maxLines).join("\n");
}
