import type { BrokerObject, Fields } from "../model/object";
import { fixedDifferences } from "./changes";
import { type Difference, describe, differences } from "./compare";
import { isKept } from "./doubts";
import { refuseDrifted, warnOfDrift } from "./drift";
import { omit, pick } from "./fields";
import { formatId } from "./id";
import type { Kind, Reading } from "./kind";
import { BrokerError, ConfigurationError, RefusedError } from "./management/errors";
import type { Options } from "./options";
import { payDebt, replace } from "./replace";
import type { Run } from "./run";
import { unsupported, versionedIn } from "./support";

export interface DeclareOptions extends Options {
  /** Whether an existing object may be changed to the declared arguments, as far as the broker can do that in place. */
  readonly takesOver?: boolean;
  /** The arguments that this resource declared before, under the same identity. */
  readonly earlier?: Fields | undefined;
}

export interface Declaration {
  /** Properties that the broker adds to the arguments. */
  readonly outputs: Fields;
  /** The object existed already, and this stack had not declared it. */
  readonly isAdopted?: boolean;
}

/** Reads the object from the broker; `undefined` if it does not exist. */
export type Find = (reading: Reading) => Promise<Fields | undefined>;

/** Declares an object, whether or not an object with its identity exists. */
export async function declare(
  run: Run,
  object: BrokerObject<Kind>,
  options: DeclareOptions,
  find: Find = (reading) => run.find(object, reading),
): Promise<Declaration> {
  const found = await find("peek");
  await refuseUnsupported(run, object, found ?? options.earlier);
  const declaration = await declareFound(run, object, options, found);
  await payDebt(run, object);
  return declaration;
}

function declareFound(
  run: Run,
  object: BrokerObject<Kind>,
  options: DeclareOptions,
  found: Fields | undefined,
): Promise<Declaration> {
  if (options.earlier) return declareOwn(run, object, options, found);
  if (found) return takeOver(run, object, options, found);
  if (options.imports !== undefined && !options.takesOver)
    return Promise.reject(new RefusedError("does not exist: there is nothing to import"));
  return declareNew(run, object);
}

/** Changes in place the fields that the program changed. Unchanged fields in `leaves` keep the broker's values. */
export async function change(
  run: Run,
  object: BrokerObject<Kind>,
  earlier: Fields,
  changed: readonly string[],
  find: Find = (reading) => run.find(object, reading),
): Promise<Fields> {
  const { kind, args } = object;
  await refuseUnsupported(run, object, earlier);
  const unchanged = kind.updates.filter((field) => kind.leaves.includes(field) && !changed.includes(field));
  const found = await find("proved");
  warnOfDrift(run, object, earlier, found);
  const { outputs } = await run.send({ kind, args: omit(args, unchanged) }, found);
  return outputs;
}

/**
 * A broker of another version accepts such a field and ignores it, or refuses it without naming a version. What the object
 * has already may stay. A deprecated feature is left to the broker, whose configuration decides.
 */
async function refuseUnsupported(run: Run, object: BrokerObject<Kind>, before: Fields | undefined): Promise<void> {
  const rows = versionedIn(object).filter(({ feature }) => feature === undefined);
  if (rows.length === 0) return;
  const version = await run.broker().version();
  const doubts = unsupported(rows, { version, from: "the broker runs", denies: () => false });
  const [refused] = doubts.filter((doubt) => !isKept(object, doubt, before));
  if (refused) throw new ConfigurationError(refused.reason);
}

/** Another client may declare the same object between our read and our PUT: then the object counts as found. */
async function declareNew(run: Run, object: BrokerObject<Kind>, options: DeclareOptions = {}): Promise<Declaration> {
  const { kind, args } = object;
  const sent = await run.send(object, undefined).catch((error: unknown) => {
    if (isLateComer(error)) return undefined;
    throw error;
  });
  if (sent && !sent.existed) return { outputs: sent.outputs };
  if (sent && kind.overwrites) {
    run.report(
      `${kind.title(args)}: another client declared it at the same moment, and that is overwritten: no request of RabbitMQ's API can prevent it`,
      "warn",
    );
    return { outputs: sent.outputs };
  }
  const found = await run.find(object, "proved");
  if (found) return takeOver(run, object, options, found);
  return { outputs: (sent ?? (await run.send(object, undefined))).outputs };
}

/** The broker's answer to one of two clients that create a user at once. A retry would overwrite the other one's user. */
function isLateComer(error: unknown): boolean {
  return error instanceof BrokerError && /user_already_exists/.test(error.reason);
}

/** The object on the broker belongs to this resource, so it is changed to what the program declares. */
async function declareOwn(
  run: Run,
  object: BrokerObject<Kind>,
  options: DeclareOptions,
  found: Fields | undefined,
): Promise<Declaration> {
  if (!found) return declareNew(run, object);
  const { kind } = object;
  const differing = differences(object, found);
  warnOfDrift(run, object, options.earlier ?? {}, found);
  if (fixedDifferences(kind, differing).length > 0) {
    refuseDrifted(run, { kind, args: options.earlier ?? {} }, found, "replaced");
    return { outputs: await replace(run, object, found, options) };
  }
  if (differing.length > 0) await run.send(object, found);
  return { outputs: pick(found, kind.outputs) };
}

/** Adopts an object that is as declared. Changes a different one only with the option `import`, else refuses. */
async function takeOver(
  run: Run,
  object: BrokerObject<Kind>,
  { imports, takesOver = imports !== undefined }: DeclareOptions,
  found: Fields,
): Promise<Declaration> {
  const { kind, args } = object;
  const differing = differences(object, found);
  const id = formatId({ kind, args: { ...args, ...found } });
  if (takesOver) refuseImport(kind, id, imports ?? id, differing);
  else if (run.broker().settings.onExisting === "fail") {
    throw new RefusedError(`exists already (rabbitmq:onExisting=fail): ${takeOverHint(id)}`);
  } else if (differing.length > 0) {
    const fixed = fixedDifferences(kind, differing).length > 0;
    const remedy = `declare it as it is, or ${fixed ? "delete it first" : takeOverHint(id)}. After \`pulumi up --replace\`, run it without --replace`;
    throw new RefusedError(
      `exists already, with other properties: ${describe(kind, differing)}. Nothing was changed: ${remedy}`,
    );
  }
  if (differing.length > 0) await run.send(object, found);
  return { outputs: pick(found, kind.outputs), isAdopted: true };
}

function refuseImport(kind: Kind, id: string, imported: string, differing: readonly Difference[]): void {
  if (id !== imported) throw new RefusedError(`the option import is "${imported}", but the resource declares "${id}"`);
  const fixed = fixedDifferences(kind, differing);
  if (fixed.length === 0) return;
  throw new RefusedError(
    `cannot be imported as declared, since the broker cannot change in place: ${describe(kind, fixed)}. Nothing was changed: declare it as it is`,
  );
}

/**
 * The line for adopted objects. A renamed resource without an alias has two entries in the state for a moment, and
 * `destroy --target` of the old one runs no program that could keep it from deleting the object.
 */
export function adoption(title: string, names = ""): string {
  return `${title} existed already and is now managed by this stack${names}. If you only renamed a resource, run \`pulumi up\` without --target next, or give it an alias`;
}

function takeOverHint(id: string): string {
  return `take it over with the resource option { import: ${JSON.stringify(id)} }`;
}
