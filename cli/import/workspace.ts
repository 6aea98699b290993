import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Program } from "./program/program";
import { PulumiCLI, PulumiError } from "./pulumi";

const needed = ["pulumi-rabbitmq-topology", "@pulumi/pulumi", "typescript"];

/** Temporary folders with the program, in which Pulumi runs it against the broker without writing to it. */
export class Workspace {
  private constructor(
    readonly folder: string,
    /** Pulumi with a backend of its own. */
    readonly own: PulumiCLI,
    /** Pulumi with the user's backend. The stacks have the same name, and each a configuration file of its own. */
    readonly users: PulumiCLI,
  ) {}

  static async make(program: Program, endpoint: string): Promise<Workspace> {
    const packages = packagesFolder();
    const folder = await mkdtemp(path.join(tmpdir(), "rabbitmq-topology-import-"));
    // Whatever the user has configured: the run adopts what is equal, and changes nothing. Types are checked apart.
    const reading = {
      RABBITMQ_ENDPOINT: endpoint,
      RABBITMQ_READ_ONLY: "true",
      RABBITMQ_ON_EXISTING: "adopt",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    };
    await mkdir(path.join(folder, "state"));
    const own = new PulumiCLI(await copyOf(program, path.join(folder, "proof"), packages), {
      ...reading,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
      // A state that nobody needs after a failure is written once.
      PULUMI_EXPERIMENTAL: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
    });
    const users = new PulumiCLI(await copyOf(program, path.join(folder, "users"), packages), reading);
    return new Workspace(folder, own, users);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

async function copyOf({ files }: Program, folder: string, packages: string): Promise<string> {
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  await symlink(packages, path.join(folder, "node_modules"), "junction");
  return folder;
}

/** Copies the configuration of a stack, if it exists. */
export async function copyConfig(stack: string, from: string, to: string): Promise<void> {
  const name = `Pulumi.${stack}.yaml`;
  if (existsSync(path.join(from, name))) await copyFile(path.join(from, name), path.join(to, name));
}

/** The `node_modules` with what the program imports: that of the user's folder, or the one in which this package is. */
function packagesFolder(): string {
  const own = path.dirname(require.resolve("pulumi-rabbitmq-topology/package.json"));
  const candidates = [path.join(process.cwd(), "node_modules"), path.dirname(own), path.join(own, "node_modules")];
  const found = candidates.find((folder) => needed.every((name) => existsSync(path.join(folder, name))));
  if (found !== undefined) return found;
  // Pulumi supports no TypeScript 7 yet.
  throw new PulumiError(`run it where ${needed.join(", ")} are installed: \`npm install ${needed.join(" ")}@6\``);
}
