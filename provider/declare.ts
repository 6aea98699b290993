import type { Broker } from "./broker";
import { fixedDifferences, fixedFields } from "./changes";
import { type Difference, describe, differences } from "./compare";
import { pick } from "./fields";
import { formatId } from "./id";
import type { Fields, Kind } from "./kind";
import { ConfigurationError, RefusedError } from "./management/errors";
import type { Options } from "./options";

interface DeclareOptions extends Options {
  /** The object, if there is one, is this resource's own, in an earlier shape. */
  readonly isOwn: boolean;
}

/** Declares an object, whether or not one of its identity is there, and gives what the broker adds to the arguments. */
export async function declare(kind: Kind, broker: Broker, args: Fields, options: DeclareOptions): Promise<Fields> {
  await refuseUnsupported(kind, broker, args);
  const found = await kind.find(broker, args, "peek");
  if (!found) return declareNew(kind, broker, args);
  const isEarlierShape = options.isOwn && fixedDifferences(kind, differences(kind, args, found)).length > 0;
  return isEarlierShape ? declareAnew(kind, broker, args) : takeOver(kind, broker, args, options, found);
}

/** Changes in place what is there, or declares it again where somebody deleted it. */
export async function change(kind: Kind, broker: Broker, args: Fields): Promise<Fields> {
  await refuseUnsupported(kind, broker, args);
  const { outputs = {} } = await kind.declare(broker, args, await kind.find(broker, args, "proved"));
  return outputs;
}

/** An older broker takes what it does not know, and nothing comes of it. */
async function refuseUnsupported(kind: Kind, broker: Broker, args: Fields): Promise<void> {
  for (const [field, version] of Object.entries(kind.since ?? {})) {
    if (args[field] === undefined || !version || (await broker.isAtLeast(...version))) continue;
    throw new ConfigurationError(
      `${field} needs RabbitMQ ${version.join(".")}, the broker is ${await broker.version()}`,
    );
  }
}

/** Somebody else may declare the same between our look and our PUT: then it counts as found. */
async function declareNew(kind: Kind, broker: Broker, args: Fields): Promise<Fields> {
  const { outputs = {}, existed } = await kind.declare(broker, args, undefined);
  const found = existed ? await kind.find(broker, args, "proved") : undefined;
  return found ? takeOver(kind, broker, args, {}, found) : outputs;
}

/** Replaces an object under its own name. What the broker deletes along with it is put back, whoever made it. */
async function declareAnew(kind: Kind, broker: Broker, args: Fields): Promise<Fields> {
  const restore = await kind.attached?.(broker, args);
  await kind.remove(broker, args, force(broker, args));
  const { outputs = {} } = await kind.declare(broker, args, undefined);
  await restore?.();
  return outputs;
}

/** An object that is as declared is adopted; another one is changed only where `import` says so, and else left alone. */
async function takeOver(kind: Kind, broker: Broker, args: Fields, options: Options, found: Fields): Promise<Fields> {
  const differing = differences(kind, args, found);
  const id = formatId(kind, { ...args, ...found });
  if (options.__import !== undefined) refuseImport(kind, id, options.__import, differing);
  else if (broker.settings.onExisting === "fail") {
    throw new RefusedError(`exists already (rabbitmq:onExisting=fail): ${takeOverHint(id)}`);
  } else if (differing.length > 0) {
    const fixed = fixedDifferences(kind, differing).length > 0;
    const remedy = `declare it as it is, or ${fixed ? "delete it first" : takeOverHint(id)}`;
    throw new RefusedError(
      `exists already, with other properties: ${describe(kind, differing)}. Nothing was changed: ${remedy}`,
    );
  }
  if (differing.length > 0) await kind.declare(broker, args, found);
  console.info(`${kind.title(args)} existed already and is now managed by this stack`);
  return pick(found, kind.outputs);
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

/**
 * Takes an object away, if it still is the one that was declared. What was declared anew under its name is left alone:
 * by somebody else, or by this resource in an update that failed before the state could forget the earlier shape.
 */
export async function remove(kind: Kind, broker: Broker, object: Fields): Promise<void> {
  const found = fixedFields(kind).length > 0 ? await kind.find(broker, object, "peek") : undefined;
  const other = found ? fixedDifferences(kind, differences(kind, object, found)) : [];
  if (other.length === 0) return kind.remove(broker, object, force(broker, object));
  console.info(`${kind.title(object)} was declared anew in the meantime and is left alone: ${describe(kind, other)}`);
}

function force(broker: Broker, args: Fields): { force: boolean } {
  return { force: Boolean(args["forceDestroy"] ?? broker.settings.forceDestroy) };
}
