import type { dynamic } from "@pulumi/pulumi";
import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import { changedFields, changesIdentity, replacedFields } from "./changes";
import { change, declare } from "./declare";
import { pick } from "./fields";
import { formatId, identityOf, parseId } from "./id";
import type { Kind } from "./kind";
import { IncompleteError, RabbitMQError, RefusedError } from "./management/errors";
import { observe } from "./observe";
import { split, withLost } from "./options";
import { Ownership } from "./ownership";
import { remove, restore } from "./replace";
import { validate } from "./validate";

/** Pulumi's verbs for any kind: the one place where they meet the broker's. */
export function lifecycle(
  kind: Kind,
  connect: () => Broker,
  ownership = new Ownership(),
): Required<Omit<dynamic.ResourceProvider, "configure">> {
  return {
    async check(olds: Fields | undefined, news: Fields) {
      const { args, kept } = split(news);
      const { inputs, failures } = validate(kind, args);
      const { args: earlier } = split(olds ?? {});
      if (identityOf(kind, earlier) === identityOf(kind, inputs)) ownership.own({ kind, args: earlier });
      return { inputs: { ...inputs, ...kept }, failures };
    },

    /** Never deletes before it replaces: the engine would take bindings away, and only then learn that the queue is in use. */
    async diff(_id: string, olds: Fields, news: Fields) {
      const object = { kind, args: news };
      const changed = changedFields(object, olds);
      if (!changesIdentity(kind, changed)) ownership.use(object);
      ownership.lose(object, split(olds).lost);
      if (changed.length === 0) return { changes: false };
      return { replaces: replacedFields(kind, changed), deleteBeforeReplace: false };
    },

    create: (inputs: Fields) =>
      explained({ kind, args: inputs }, async () => {
        const { args, options } = split(inputs);
        const object = { kind, args };
        ownership.use(object);
        const broker = connect();
        const earlier = ownership.earlier(object);
        const { outputs, isAdopted } = await declare(broker, object, { ...options, earlier });
        if (isAdopted) console.info(`${kind.title(args)} existed already and is now managed by this stack`);
        await restore(broker, ownership.lost(object));
        const outs = { ...inputs, ...outputs };
        return { id: formatId({ kind, args: outs }), outs };
      }),

    read: (id: string, props: Fields) =>
      explained({ kind, args: { ...props, ...addressOf(kind, id) } }, async () => {
        const { isLookup = false } = split(props).options;
        const object = { ...props, ...parseId(kind, id) };
        const found = await kind.find(connect(), object, isLookup ? "proved" : "shared");
        if (!found && isLookup) throw new RefusedError("does not exist");
        return found ? { id, ...observe({ kind, args: props }, found) } : {};
      }),

    update: (_id: string, olds: Fields, news: Fields) =>
      explained({ kind, args: news }, async () => {
        const { args } = split(news);
        const object = { kind, args };
        const { args: before, lost } = split(olds);
        const changed = changedFields(object, before);
        const outs = { ...news, ...pick(olds, kind.outputs) };
        const isLocal =
          lost.length === 0 && changed.length > 0 && changed.every((field) => kind.local?.includes(field));
        if (isLocal) return { outs };
        const broker = connect();
        const declared = await change(broker, object, changed);
        await restore(broker, lost);
        return { outs: { ...outs, ...declared } };
      }),

    delete: (id: string, props: Fields) =>
      explained({ kind, args: props }, async () => {
        const { args } = split(props);
        if (ownership.isInUse({ kind, args })) return;
        await remove(connect(), { kind, args: { ...args, ...parseId(kind, id) } });
      }),
  };
}

/** Says which object an error is about, and tells Pulumi what is there all the same. */
async function explained<T>(object: BrokerObject<Kind>, work: () => Promise<T>): Promise<T> {
  const { kind, args } = object;
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof RabbitMQError)) throw cause;
    const error = new RabbitMQError(`${kind.title(args)}: ${cause.message}`, { cause });
    if (!(cause instanceof IncompleteError)) throw error;
    const properties = withLost(args, cause.lost);
    throw Object.assign(error, { id: formatId(object), properties, reasons: [error.message] });
  }
}

/** The id's fields, for a message about an id that may be no good. */
function addressOf(kind: Kind, id: string): Fields {
  try {
    return parseId(kind, id);
  } catch {
    return {};
  }
}
