import type { BrokerObject, Fields } from "../model/object";
import { fixedDifferences } from "./changes";
import { type Difference, describe, differences } from "./compare";
import { omit, pick } from "./fields";
import { formatId } from "./id";
import type { Kind, Reading } from "./kind";
import { ConfigurationError, RefusedError } from "./management/errors";
import type { Options } from "./options";
import { replace } from "./replace";
import type { Run } from "./run";

export interface DeclareOptions extends Options {
  /** Whether an object that exists may be changed to what is declared, as far as the broker can do that in place. */
  readonly takesOver?: boolean;
  /** What this resource declared under the same identity before. */
  readonly earlier?: Fields | undefined;
}

export interface Declaration {
  /** What the broker adds to the arguments. */
  readonly outputs: Fields;
  /** It was there already, and nobody in this stack had declared it. */
  readonly isAdopted?: boolean;
}

/** Looks whether the object is there, and what it is like. */
export type Find = (reading: Reading) => Promise<Fields | undefined>;

/** Declares an object, whether or not one of its identity is there. */
export async function declare(
  run: Run,
  object: BrokerObject<Kind>,
  options: DeclareOptions,
  find: Find = (reading) => run.find(object, reading),
): Promise<Declaration> {
  await refuseUnsupported(run, object);
  const found = await find("peek");
  if (options.earlier) return declareOwn(run, object, options, found);
  if (found) return takeOver(run, object, options, found);
  if (options.imports !== undefined && !options.takesOver)
    throw new RefusedError("does not exist: there is nothing to import");
  return declareNew(run, object);
}

/** Changes in place what the program changed; what else it declares stays as it is on the broker. */
export async function change(
  run: Run,
  object: BrokerObject<Kind>,
  changed: readonly string[],
  find: Find = (reading) => run.find(object, reading),
): Promise<Fields> {
  const { kind, args } = object;
  await refuseUnsupported(run, object);
  const unchanged = kind.updates.filter((field) => kind.leaves.includes(field) && !changed.includes(field));
  const { outputs } = await run.send({ kind, args: omit(args, unchanged) }, await find("proved"));
  return outputs;
}

/** An older broker takes what it does not know, and nothing comes of it; or it says nothing of versions. */
async function refuseUnsupported(run: Run, { kind, args }: BrokerObject<Kind>): Promise<void> {
  for (const [field, since] of Object.entries(kind.since)) {
    const value = args[field];
    if (value === undefined || value === null) continue;
    const [what, version] =
      typeof since === "function" ? [`${field} ${JSON.stringify(value)}`, since(value)] : [field, since];
    const broker = run.broker();
    if (!version || (await broker.isAtLeast(...version))) continue;
    throw new ConfigurationError(
      `${what} needs RabbitMQ ${version.join(".")}, the broker is ${await broker.version()}`,
    );
  }
}

/** Somebody else may declare the same between our look and our PUT: then it counts as found. */
async function declareNew(run: Run, object: BrokerObject<Kind>): Promise<Declaration> {
  const { outputs, existed } = await run.send(object, undefined);
  const found = existed ? await run.find(object, "proved") : undefined;
  return found ? takeOver(run, object, {}, found) : { outputs };
}

/** What is there is this resource's own, so nobody needs to be asked before it is made what the program says. */
async function declareOwn(
  run: Run,
  object: BrokerObject<Kind>,
  options: DeclareOptions,
  found: Fields | undefined,
): Promise<Declaration> {
  if (!found) return declareNew(run, object);
  const { kind, args } = object;
  const differing = differences(object, found);
  if (fixedDifferences(kind, differing).length > 0) {
    return { outputs: await replace(run, object, found, options) };
  }
  if (differing.length > 0) await run.send(object, found);
  else if (fixedDifferences(kind, differences(object, options.earlier ?? {})).length > 0) {
    run.report(
      `${kind.title(args)} was declared anew already: if an earlier run was interrupted, run \`pulumi up --refresh\` to get its bindings back`,
      "warn",
    );
  }
  return { outputs: pick(found, kind.outputs) };
}

/** An object that is as declared is adopted; another one is changed only where `import` says so, and else left alone. */
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
    const remedy = `declare it as it is, or ${fixed ? "delete it first" : takeOverHint(id)}`;
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
    `cannot be imported as declared, since the broker cannot change it in place: ${describe(kind, fixed)}. Nothing was changed: declare it as it is`,
  );
}

function takeOverHint(id: string): string {
  return `take it over with the resource option { import: ${JSON.stringify(id)} }`;
}
