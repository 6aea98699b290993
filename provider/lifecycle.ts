import type { dynamic } from "@pulumi/pulumi";
import type { Broker } from "./broker";
import { changedFields, changesIdentity, replacedFields } from "./changes";
import { declare, remove } from "./declare";
import { pick } from "./fields";
import { formatId, parseId } from "./id";
import type { Fields, Kind } from "./kind";
import { RabbitMQError, RefusedError } from "./management/errors";
import { asDeclared, observe } from "./observe";
import { splitOptions } from "./options";
import { validate } from "./validate";

/** Pulumi's verbs for any kind: the one place where they meet the broker's. */
export function lifecycle(kind: Kind, connect: () => Broker): dynamic.ResourceProvider {
  /** Ids of objects that are to be declared anew under their own name. */
  const replacing = new Set<string>();
  /** Ids that this run declared: a delete of one is of what it replaced, and would take the new object away. */
  const declared = new Set<string>();

  return {
    async check(_olds: unknown, news: Fields) {
      const [args, options] = splitOptions(news);
      const { inputs, failures } = validate(kind, args);
      return { inputs: { ...inputs, ...options }, failures };
    },

    /** Never deletes before it replaces: the engine would take bindings away, and only then learn that the queue is in use. */
    async diff(id: string, olds: Fields, news: Fields) {
      const changed = changedFields(kind, olds, news);
      if (changed.length === 0) return { changes: olds["__declared"] !== undefined };
      const replaces = replacedFields(kind, changed);
      if (replaces.length > 0 && !changesIdentity(kind, replaces)) replacing.add(id);
      return { replaces, deleteBeforeReplace: false };
    },

    create: (inputs: Fields) =>
      explained(kind, inputs, async () => {
        const [args, options] = splitOptions(inputs);
        const isOwn = replacing.has(formatId(kind, args));
        const outs = { ...inputs, ...(await declare(kind, connect(), args, { ...options, isOwn })) };
        const id = formatId(kind, outs);
        declared.add(id);
        return { id, outs };
      }),

    read: (id: string, props: Fields) =>
      explained(kind, { ...props, ...parseId(kind, id) }, async () => {
        const isLookup = props["__get"] === true;
        const found = await kind.find(connect(), { ...props, ...parseId(kind, id) }, isLookup ? "proved" : "shared");
        if (!found && isLookup) throw new RefusedError("does not exist");
        return found ? { id, ...observe(kind, props, found) } : {};
      }),

    update: (_id: string, olds: Fields, news: Fields) =>
      explained(kind, news, async () => {
        const [args] = splitOptions(news);
        const outs = { ...news, ...pick(olds, kind.outputs) };
        if (changedFields(kind, olds, args).every((field) => kind.local?.includes(field))) return { outs };
        const broker = connect();
        const { outputs } = await kind.declare(broker, args, await kind.find(broker, args, "proved"));
        return { outs: { ...outs, ...outputs } };
      }),

    delete: (id: string, props: Fields) =>
      explained(kind, props, async () => {
        if (!declared.has(id)) await remove(kind, connect(), { ...asDeclared(kind, props), ...parseId(kind, id) });
      }),
  };
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
