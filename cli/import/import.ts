import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fromEnvironment } from "../../provider/management/settings";
import { type Admitted, admit } from "../../provider/sources/admit";
import { missingOn } from "../../provider/sources/compare";
import { liveBroker } from "../../provider/sources/live-broker";
import { brokerAt, isLive, sourceFrom } from "./from";
import { into } from "./into";
import { type Program, programOf } from "./program/program";
import { prove } from "./prove";
import { countsOf, type ImportReport, textOf } from "./report";
import { Workspace } from "./workspace";

export interface ImportOptions {
  readonly from?: string;
  readonly vhost?: readonly string[];
  readonly out?: string;
  /** The stack that gets the objects into its state. */
  readonly into?: string;
  /** The name of the Pulumi project. */
  readonly project: string;
  /** Whether to write nothing. */
  readonly check?: boolean;
  readonly json?: boolean;
  /** Whether to run the program against the broker. */
  readonly proof: boolean;
}

/** Not `secrets.json`: a program that requires "./secrets" would get that instead of `secrets.ts`. */
const secretsFile = "secret-values.json";

/** Writes a Pulumi program for what exists. Nothing on the broker is changed. @returns the exit code */
export async function importTopology(options: ImportOptions): Promise<0 | 1 | 2> {
  try {
    const report = await run(options);
    console.log(options.json ? JSON.stringify(report, null, 2) : textOf(report));
    return isComplete(report) ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

function isComplete({ proof, lost = [] }: ImportReport): boolean {
  return lost.length === 0 && !proof.startsWith("failed");
}

async function run(options: ImportOptions): Promise<ImportReport> {
  const { vhost: vhosts, check = false, out } = options;
  if (!check && out === undefined) throw new Error("give the folder for the program with --out, or --check");
  const source = await sourceFrom(options.from, vhosts);
  const hasBroker = isLive(options.from) || fromEnvironment("endpoint") !== undefined;
  const login = hasBroker ? fromEnvironment("username") : undefined;
  const admitted = admit(await source.read(), { vhosts, login });
  const program = programOf(admitted, options.project);
  const names = Object.keys(program.files).sort();
  if (!check && out !== undefined) refuseExisting(out, names);
  const lost = hasBroker && !isLive(options.from) ? await lostOn(vhosts, admitted.objects) : undefined;
  const written = !check && out !== undefined ? await write(program, out, options.into === undefined) : names;
  const proof = await proofOf({ program, objects: admitted.objects }, options, hasBroker, lost ?? []);
  return {
    source: source.title,
    owned: countsOf(admitted),
    notOwned: admitted.left,
    refusedIfNew: admitted.refusedIfNew,
    ...(lost && { lost }),
    files: written,
    proof,
  };
}

/** What of a file's objects the broker does not have: its import of definitions answers 204 and drops things. */
async function lostOn(vhosts: readonly string[] | undefined, wanted: Admitted["objects"]) {
  const broker = brokerAt(undefined);
  const { objects } = admit(await liveBroker(broker, vhosts).read(), { vhosts });
  return missingOn(objects, wanted);
}

function refuseExisting(out: string, names: readonly string[]): void {
  const existing = [...names, secretsFile].filter((name) => existsSync(path.join(out, name)));
  if (existing.length === 0) return;
  throw new Error(`${out} has ${existing.join(", ")} already, so nothing was written: choose an empty folder`);
}

async function write({ files, secrets }: Program, out: string, hasSecretsFile: boolean): Promise<string[]> {
  await mkdir(out, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(out, name), content, { flag: "wx" });
  if (!hasSecretsFile || Object.keys(secrets).length === 0) return Object.keys(files).sort();
  const file = path.join(out, secretsFile);
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { flag: "wx", mode: 0o600 });
  return [...Object.keys(files), secretsFile].sort();
}

async function proofOf(
  imported: { readonly program: Program; readonly objects: Admitted["objects"] },
  { into: stack, out, proof }: ImportOptions,
  hasBroker: boolean,
  lost: readonly string[],
): Promise<string> {
  if (!proof && stack === undefined) return "none: --no-proof";
  if (!hasBroker) return "none: no broker is given (RABBITMQ_ENDPOINT)";
  if (lost.length > 0) return "none: the broker lacks something";
  let workspace: Workspace | undefined;
  try {
    workspace = await Workspace.make(imported.program);
    if (stack !== undefined && out !== undefined) await into(imported, workspace, stack, out);
    else await prove(imported.program, workspace, "import");
    return "no changes";
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  } finally {
    await workspace?.remove();
  }
}
