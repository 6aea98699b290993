import { type CommandOptions, runCommand, wrongLinesOf } from "./run-command";

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

  /** @returns what it printed */
  async run(args: readonly string[], options: Pick<CommandOptions, "input"> = {}): Promise<string> {
    const environment = { PULUMI_SKIP_UPDATE_CHECK: "true", ...this.environment };
    const all = { ...options, folder: this.folder, environment };
    const ended = runCommand("pulumi", [...args, "--non-interactive", "--color=never"], all);
    const { code, stdout, stderr } = await ended.catch(missing);
    if (code === 0) return stdout;
    throw new PulumiError(`\`pulumi ${args.join(" ")}\` failed:\n${wrongLinesOf(`${stderr}\n${stdout}`)}`);
  }
}

function missing(error: NodeJS.ErrnoException): never {
  if (error.code !== "ENOENT") throw error;
  throw new PulumiError("the Pulumi CLI was not found: install it, so that the command `pulumi` runs");
}
