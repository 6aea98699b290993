import type { BrokerObject, Fields } from "../model/object";
import { type AdoptOptions, adopt } from "./adopt";
import { fixedDifferences } from "./changes";
import { differences } from "./compare";
import { isKept } from "./doubts";
import { refuseDrifted, warnOfDrift } from "./drift";
import { omit, pick } from "./fields";
import type { Kind, Reading } from "./kind";
import { BrokerError, ConfigurationError, RefusedError } from "./management/errors";
import type { Options } from "./options";
import { payDebt, replace } from "./replace";
import type { Run } from "./run";
import { unsupported, versionedIn } from "./support";

export interface DeclareOptions extends Options, AdoptOptions {
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
  if (found) return adopt(run, object, options, found);
  if (options.imports !== undefined && !options.takesOver)
    return Promise.reject(new RefusedError("does not exist: there is nothing to import"));
  return declareNew(run, object, options);
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
async function declareNew(
  run: Run,
  object: BrokerObject<Kind>,
  { onExisting }: DeclareOptions = {},
): Promise<Declaration> {
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
  if (found) return adopt(run, object, { onExisting }, found);
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
