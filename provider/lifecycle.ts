import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";
import type { Broker } from "./broker";
import { type Difference, describe, differences, isSame, managedFields } from "./compare";
import { formatId, parseId } from "./id";
import type { Declared, Fields, Kind } from "./kind";
import { RabbitMQError, RefusedError } from "./management/errors";
import { hasUnknown } from "./unknown";
import { validate } from "./validate";

/** Inputs that the resource's options become. They are no arguments of the kind. */
interface Options {
  /** The `import` option: the id of the object that this resource may take over. */
  readonly __import?: string;
  /** Set by `.get()`: the object must exist. */
  readonly __get?: boolean;
}

/** Pulumi's verbs for any kind: the one place where they meet the broker's. */
export function lifecycle(kind: Kind, connect: () => Broker): dynamic.ResourceProvider {
  return {
    async check(_olds: unknown, news: Fields) {
      const [args, options] = split(news);
      const { inputs, failures } = validate(kind, args);
      return { inputs: { ...inputs, ...options }, failures };
    },

    async diff(_id: string, olds: Fields, news: Fields) {
      const changed = managedFields(kind, news).filter((field) => !isUnchanged(olds[field], news[field]));
      if (changed.length === 0) return { changes: false };
      const replaces = changed.filter((field) => !kind.updates.includes(field));
      const isAnotherObject = replaces.some((field) => kind.identity.includes(field));
      return { replaces, deleteBeforeReplace: replaces.length > 0 && !isAnotherObject };
    },

    create: (inputs: Fields) =>
      explained(kind, inputs, async () => {
        const broker = connect();
        const [args, options] = split(inputs);
        const found = await kind.find(broker, args, "peek");
        const outputs = found
          ? await takeOver(kind, broker, args, options, found)
          : await declareNew(kind, broker, args);
        const outs = { ...inputs, ...outputs };
        return { id: formatId(kind, outs), outs };
      }),

    read: (id: string, props: Fields) =>
      explained(kind, props, async () => {
        const [args, options] = split(props);
        const object = { ...args, ...parseId(kind, id) };
        const found = await kind.find(connect(), object, options.__get ? "proved" : "shared");
        if (!found && options.__get) throw new RefusedError("does not exist, or not under this id");
        if (!found) return {};
        const fields = options.__get ? Object.keys(kind.schema) : managedFields(kind, args);
        const known = fields.map((field) => [
          field,
          isSame(kind, field, args[field], found) ? args[field] : found[field],
        ]);
        const inputs = withoutUndefined({ ...pick(args, kind.local), ...Object.fromEntries(known), ...options });
        return { id, inputs, props: { ...inputs, ...pick(found, kind.outputs) } };
      }),

    update: (_id: string, olds: Fields, news: Fields) =>
      explained(kind, news, async () => {
        const [args] = split(news);
        const changed = managedFields(kind, args).filter((field) => !isUnchanged(olds[field], args[field]));
        if (changed.every((field) => kind.local?.includes(field))) return { outs: { ...olds, ...news } };
        const broker = connect();
        const { outputs } = await kind.declare(broker, args, await kind.find(broker, args, "proved"));
        return { outs: { ...news, ...pick(olds, kind.outputs), ...outputs } };
      }),

    delete: (id: string, props: Fields) =>
      explained(kind, props, async () => {
        const broker = connect();
        const [args] = split(props);
        const force = Boolean(args["forceDestroy"] ?? broker.settings.forceDestroy);
        await kind.remove(broker, { ...args, ...parseId(kind, id) }, { force });
      }),
  };
}

/** Somebody else may declare the same between our look and our PUT: then it counts as found. */
async function declareNew(kind: Kind, broker: Broker, args: Fields): Promise<Fields | undefined> {
  const { outputs, existed }: Declared = await kind.declare(broker, args, undefined);
  const found = existed ? await kind.find(broker, args, "proved") : undefined;
  return found ? takeOver(kind, broker, args, {}, found) : outputs;
}

/** An object that is there already is adopted where it is as declared, changed only where `import` says so, and else left alone. */
async function takeOver(kind: Kind, broker: Broker, args: Fields, options: Options, found: Fields): Promise<Fields> {
  const differing = differences(kind, args, found);
  const isImported = options.__import !== undefined;
  if (!isImported && broker.settings.onExisting === "fail") {
    throw new RefusedError(`exists already (rabbitmq:onExisting=fail): ${importHint(kind, args, found)}`);
  }
  if (isImported) checkImport(kind, { ...args, ...found }, options.__import, differing);
  else if (differing.length > 0) {
    throw new RefusedError(
      `exists already, with other properties: ${describe(kind, differing)}. ${remedy(kind, args, found, differing)}`,
    );
  }
  if (differing.length > 0) await kind.declare(broker, args, found);
  console.info(`${kind.title(args)} existed already and is now managed by this stack`);
  return pick(found, kind.outputs);
}

function checkImport(kind: Kind, object: Fields, id: string | undefined, differing: readonly Difference[]): void {
  const expected = formatId(kind, object);
  if (id !== expected)
    throw new RefusedError(`the import option is "${id}", but this resource declares "${expected}": make them one`);
  const fixed = fixedFields(kind, differing);
  if (fixed.length === 0) return;
  throw new RefusedError(
    `cannot be imported as declared, since the broker cannot change it in place: ${describe(kind, fixed)}. Declare it as it is`,
  );
}

function remedy(kind: Kind, args: Fields, found: Fields, differing: readonly Difference[]): string {
  if (fixedFields(kind, differing).length > 0) return "Nothing was changed: declare it as it is, or delete it first";
  return `Nothing was changed: declare it as it is, or ${importHint(kind, args, found)}`;
}

function importHint(kind: Kind, args: Fields, found: Fields): string {
  return `take it over with the resource option { import: "${formatId(kind, { ...args, ...found })}" }`;
}

function fixedFields(kind: Kind, differing: readonly Difference[]): Difference[] {
  return differing.filter(({ field }) => !kind.updates.includes(field));
}

/** Says which object an error is about. */
async function explained<T>(kind: Kind, object: Fields, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof RabbitMQError)) throw cause;
    throw new RabbitMQError(`${kind.title(object)}: ${cause.message}`, { cause });
  }
}

function split(props: Fields): [args: Fields, options: Options] {
  const isOption = ([key]: [string, unknown]) => key.startsWith("__");
  const entries = Object.entries(props);
  return [
    Object.fromEntries(entries.filter((entry) => !isOption(entry))),
    Object.fromEntries(entries.filter(isOption)),
  ];
}

function pick(fields: Fields, names: readonly string[] = []): Fields {
  return withoutUndefined(Object.fromEntries(names.map((name) => [name, fields[name]])));
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Unknown is never unchanged: a binding whose queue is replaced must be declared again. */
function isUnchanged(before: unknown, after: unknown): boolean {
  return !hasUnknown(after) && isDeepStrictEqual(before, after);
}
