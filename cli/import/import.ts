import type { Broker } from "../../provider/broker";
import { RefusedError } from "../../provider/management/errors";
import { type Admitted, admit } from "../../provider/sources/admit";
import { refuseAbsentVHosts } from "../../provider/sources/chosen-vhosts";
import { missingOn } from "../../provider/sources/compare";
import { vhostOf } from "../../provider/sources/left";
import { liveBroker } from "../../provider/sources/live-broker";
import type { Found, Source } from "../../provider/sources/source";
import { brokerFor, isLive, sourceFrom } from "./from";
import { interruptible } from "./interrupt";
import { into } from "./into";
import { type Program, programOf, unfilled } from "./program/program";
import { unknownSecrets } from "./program/secrets";
import { prove } from "./prove";
import { countsOf, type ImportReport, textOf } from "./report";
import { Workspace } from "./workspace";
import { refuseExisting, rewrite, writeProgram, writeSecrets } from "./write";

export interface ImportOptions {
  readonly from?: string;
  readonly vhost?: readonly string[];
  /** Those of several brokers in one file that are taken. */
  readonly broker?: readonly string[];
  readonly out?: string | undefined;
  /** The stack that gets the objects into its state. */
  readonly into?: string;
  /** The name of the Pulumi project. */
  readonly project?: string;
  /** Whether to write nothing. */
  readonly check?: boolean;
  readonly json?: boolean;
  /** Whether to run the program against the broker. */
  readonly proof: boolean;
}

const projectName = /^[\w.-]{1,100}$/;
const usualProject = "rabbitmq-topology";

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
  const { from, vhost: vhosts, broker: brokers, into, check = false } = options;
  if (!check && options.out === undefined) throw new Error("give the folder for the program with --out, or --check");
  const out = check ? undefined : options.out;
  const source = await sourceFrom(from, { vhosts, brokers });
  const broker = brokerFor(from);
  const found = await foundIn(source, vhosts);
  const login = broker?.settings.username;
  const admitted = admit(found, { vhosts, login, version: await broker?.version() });
  if (options.project !== undefined && !projectName.test(options.project)) {
    throw new Error(`--project ${options.project}: a name has at most 100 letters of ASCII, digits, "-", "_" and "."`);
  }
  const project = options.project ?? (into === undefined ? undefined : source.owner?.project) ?? usualProject;
  const program = programOf(admitted, project, into === undefined ? unfilled : { name: into, isFilled: true });
  if (into !== undefined) refuseInto(into, source, program, options);
  if (out !== undefined) refuseExisting(out, program);
  const lost = broker && !isLive(from) ? await lostOn(broker, admitted.objects) : undefined;
  const files = out === undefined ? Object.keys(program.files) : await writeProgram(out, program);
  if (out !== undefined && into === undefined) files.push(...(await writeSecrets(out, program)));
  const { proof, isInto } = await proofOf(
    { program, objects: admitted.objects },
    { ...options, out },
    broker,
    lost ?? [],
  );
  if (out !== undefined && into !== undefined && !isInto) {
    // Not the stack of that name: with this program, it would lose what it has.
    await rewrite(out, "README.md", programOf(admitted, project, { name: "imported", isFilled: false }));
    files.push(...(await writeSecrets(out, program)));
  }
  return {
    source: source.title,
    owned: countsOf(admitted),
    notOwned: admitted.left,
    refusedIfNew: admitted.refusedIfNew,
    ...(lost && { lost }),
    files: files.sort(),
    proof,
  };
}

/** All that the source has. @throws Error, which names the source, if that is nothing */
async function foundIn(source: Source, vhosts: readonly string[] | undefined): Promise<Found> {
  try {
    const found = await source.read();
    if (found.objects.length + found.left.length === 0) throw new RefusedError("no object of RabbitMQ is in it");
    const known = new Set(found.objects.flatMap(({ kind, args }) => vhostOf(kind, args) ?? []));
    refuseAbsentVHosts(vhosts, [...known].sort());
    return found;
  } catch (error) {
    throw error instanceof RefusedError ? new Error(`${source.title}: ${error.message}`) : error;
  }
}

/** A program that lacks a secret cannot run, and two stacks must not own the same objects, nor an object none. */
function refuseInto(into: string, { title, owner }: Source, program: Program, options: ImportOptions): void {
  const { project = owner?.project, broker } = options;
  const unknown = unknownSecrets(program.secrets);
  if (unknown.length > 0) {
    throw new Error(`${title}: it does not show what --into needs: ${unknown.join(", ")}. Nothing was written`);
  }
  if (owner !== undefined && broker !== undefined) {
    throw new Error(`${title}: --into moves all objects of a stack, and not those of one broker. Nothing was written`);
  }
  if (owner === undefined || (into.split("/").at(-1) === owner.stack && project === owner.project)) return;
  throw new Error(
    `${title}: the stack ${owner.stack} of the project ${owner.project} would own the same objects as ${into}. Nothing was written: give --into ${owner.stack} --project ${owner.project}`,
  );
}

/** What of a file's objects the broker does not have: its import of definitions answers 204 and drops things. */
async function lostOn(broker: Broker, wanted: Admitted["objects"]) {
  const vhosts = new Set(wanted.flatMap(({ kind, args }) => vhostOf(kind, args) ?? []));
  const { objects } = admit(await liveBroker(broker, [...vhosts]).read());
  return missingOn(objects, wanted);
}

interface Proof {
  readonly proof: string;
  /** Whether the stack of `--into` has the objects and the secrets. */
  readonly isInto: boolean;
}

async function proofOf(
  imported: { readonly program: Program; readonly objects: Admitted["objects"] },
  { into: stack, out, proof }: ImportOptions,
  broker: Broker | undefined,
  lost: readonly string[],
): Promise<Proof> {
  const none = (why: string) => ({ proof: `none: ${why}`, isInto: false });
  if (!proof && stack === undefined) return none("--no-proof");
  if (!broker) return none("no broker is given (RABBITMQ_ENDPOINT)");
  if (lost.length > 0) return none("the broker does not have all of it");
  const unknown = unknownSecrets(imported.program.secrets);
  if (unknown.length > 0) return none(`the source does not show ${unknown.join(", ")}`);
  let isInto = false;
  const work = async (workspace: Workspace) => {
    if (stack === undefined || out === undefined) return prove(imported.program, workspace, "import");
    await into(imported, workspace, stack, out);
    isInto = true;
    await workspace.users.run(["preview", "--expect-no-changes", "--stack", stack]);
  };
  try {
    await interruptible(async () => {
      const workspace = await Workspace.make(imported.program, broker.settings.endpoint);
      await work(workspace).finally(() => workspace.remove());
    });
    return { proof: "no changes", isInto };
  } catch (error) {
    const where = isInto ? `the stack ${stack} has the objects, but no preview shows that: ` : "";
    return { proof: `failed: ${where}${(error as Error).message}`, isInto };
  }
}
