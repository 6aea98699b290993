import type { dynamic } from "@pulumi/pulumi";
import type { Broker } from "./broker";
import { changedFields, changesIdentity, replacedFields } from "./changes";
import { change, declare, remove } from "./declare";
import { pick } from "./fields";
import { formatId, parseId } from "./id";
import { type Fields, IncompleteError, type Kind } from "./kind";
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
        const changed = changedFields(kind, olds, args);
        const isLocal = changed.length > 0 && changed.every((field) => kind.local?.includes(field));
        if (isLocal) return { outs };
        return { outs: { ...outs, ...(await change(kind, connect(), args)) } };
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
    const error = new RabbitMQError(`${kind.title(object)}: ${cause.message}`, { cause });
    if (!(cause instanceof IncompleteError)) throw error;
    throw Object.assign(error, { id: formatId(kind, object), properties: object, reasons: [error.message] });
  }
}
