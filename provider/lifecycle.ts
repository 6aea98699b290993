import type { dynamic } from "@pulumi/pulumi";
import type { BrokerObject, Fields } from "../model/object";
import { refuseToTakeAccess } from "./access-last";
import { reportAdoption } from "./adopt";
import { changedFields, replacedFields } from "./changes";
import { declare } from "./declare";
import { settle } from "./doubts";
import { refuseDrifted } from "./drift";
import { duplicateOf } from "./duplicates";
import { pick } from "./fields";
import { foreseen } from "./foresee";
import { formatId, identityOf, parseId } from "./id";
import type { Kind } from "./kind";
import { isLeftover } from "./leftover";
import { IncompleteError, RabbitMQError, RefusedError } from "./management/errors";
import { isDone, observe, unchanged } from "./observe";
import { forState, type Options, split } from "./options";
import { payDebt, remove, restore } from "./replace";
import type { Run } from "./run";
import { perform, stepTo } from "./step";
import { unnamed, validate } from "./validate";

/** Implements Pulumi's verbs for a resource of any kind, with the broker operations of the kind. */
export function lifecycle(kind: Kind, run: Run): Required<Omit<dynamic.ResourceProvider, "configure">> {
  return {
    async check(olds: Fields | undefined, news: Fields) {
      const { args, kept, options } = split(news);
      const { inputs, valid, doubts, ...found } = validate(kind, args);
      const object = { kind, args: inputs };
      const resource = nameOf(object, options);
      const { args: before } = split(olds ?? {});
      const isNew = Object.keys(before).length === 0;
      const isOther = !isNew && identityOf(kind, before) !== identityOf(kind, inputs);
      const earlier = isNew || isOther ? undefined : before;
      if (earlier) run.noteEarlier({ kind, args: earlier }, resource);
      const settled = await settle(run.inquiry, { kind, args: valid }, doubts, () => earlier);
      // The engine checks a replacement twice, the second time without what the resource declared before.
      const isTakenOver = found.failures.length === 0 && earlier === undefined && run.earlier(object) === undefined;
      const existing = await foreseen(run.inquiry, object, options, isTakenOver);
      for (const warning of [...found.warnings, ...settled.warnings, ...existing.warnings]) {
        run.report(`${kind.title(inputs)}: ${warning}`, "warn");
      }
      const failures = [...found.failures, ...settled.failures, ...existing.failures].map(unnamed);
      const forbidden = earlier && failures.length === 0 ? kind.forbids?.(inputs, earlier) : undefined;
      const locked = isOther && !options.isRetained ? kind.locked?.(before) : undefined;
      const problem =
        failures.length > 0
          ? undefined
          : (forbidden ??
            duplicateOf(run, object, resource) ??
            (locked && `${kind.title(before)} is not replaced: ${locked}`));
      return {
        inputs: { ...inputs, ...kept },
        failures: problem === undefined ? failures : [{ property: "", reason: problem }],
      };
    },

    /**
     * Only names the fields that replace the object. The engine calls `create` next, and that carries out the
     * replacement: `check` has recorded what this resource declared earlier, so `declare` deletes the object, with its
     * guards, and declares it again under its own name. The engine's `delete` of the former entry then does nothing,
     * because the program declares the object. The engine itself must not delete first: it would delete bindings before
     * it learns that a queue is in use.
     */
    async diff(_id: string, olds: Fields, news: Fields) {
      const object = { kind, args: news };
      const changed = changedFields(object, olds);
      const { args: former, options, lost } = split(olds);
      run.noteLost(object, lost);
      // An empty difference would not make the engine call `update`, which restores the lost objects.
      if (changed.length === 0) return { changes: lost.length > 0 };
      const isOther = identityOf(kind, former) !== identityOf(kind, news);
      if (isOther && !options.isRetained) run.noteLeaving({ kind, args: former });
      return { replaces: replacedFields(kind, changed), deleteBeforeReplace: false };
    },

    create: (inputs: Fields) =>
      explained(run, { kind, args: inputs }, async () => {
        const { args, options } = split(inputs);
        const object = { kind, args };
        const { outputs, isAdopted } = await declare(run, object, { ...options, earlier: run.earlier(object) }).catch(
          (error: unknown) => Promise.reject(run.wasDeletedFirst(object) ? withLostBindings(error) : error),
        );
        if (isAdopted) reportAdoption(run, kind.title(args));
        await restore(run, run.lost(object));
        const outs = forState({ ...inputs, ...outputs }, { by: run.mark(object) });
        return { id: formatId({ kind, args: outs }), outs };
      }),

    read: (id: string, props: Fields) =>
      explained(run, { kind, args: { ...props, ...addressOf(kind, id) } }, async () => {
        const { isLookup = false } = split(props).options;
        const args = { ...props, ...parseId(kind, id) };
        const found = await run.find({ kind, args }, isLookup ? "proved" : "shared");
        if (!found && isLookup) throw new RefusedError("does not exist");
        if (!found && (await isDone(run.broker(), { kind, args }))) return { id, ...unchanged(props) };
        return found ? { id, ...observe({ kind, args: props }, found) } : {};
      }),

    update: (_id: string, olds: Fields, news: Fields) =>
      explained(run, { kind, args: news }, async () => {
        const { args, options } = split(news);
        const { args: before, lost } = split(olds);
        const { outputs } = await perform(run, stepTo({ kind, args }, before), options);
        await restore(run, lost);
        await payDebt(run, { kind, args });
        const outs = { ...news, ...pick(olds, kind.outputs), ...outputs, ...pick(olds, kind.remembers) };
        return { outs: forState(outs, { by: run.mark({ kind, args }) }) };
      }),

    delete: (id: string, props: Fields) =>
      explained(run, { kind, args: props }, async () => {
        const { args, by } = split(props);
        const object = { kind, args: { ...args, ...parseId(kind, id) } };
        if (run.earlier(object)) run.noteDeletedFirst(object);
        if (isLeftover(run, object, by)) return;
        run.noteLeaving(object);
        await refuseToTakeAccess(run, object);
        await removeKnown(run, object);
      }),
  };
}

/**
 * Adds the object's title to an error. With an `IncompleteError`, the error also gives Pulumi the id and the properties
 * of the object, which exists nevertheless.
 */
async function explained<T>(run: Run, object: BrokerObject<Kind>, work: () => Promise<T>): Promise<T> {
  const { kind, args } = object;
  try {
    run.refuseIfAbandoned();
    return await work();
  } catch (cause) {
    if (!(cause instanceof RabbitMQError)) throw cause;
    const error = new RabbitMQError(`${kind.title(args)}: ${cause.message}`, { cause });
    if (!(cause instanceof IncompleteError)) throw error;
    const properties = forState(args, { lost: cause.lost, by: run.mark(object) });
    throw Object.assign(error, { id: formatId(object), properties, reasons: [error.message] });
  }
}

/** Deletes an object that is as the state knows it. An object without managed values but its identity cannot differ. */
async function removeKnown(run: Run, object: BrokerObject<Kind>): Promise<void> {
  const { kind } = object;
  const isOnlyIdentity = Object.keys(kind.schema).every((field) => kind.identity.includes(field));
  const found = isOnlyIdentity ? undefined : await run.find(object, "proved");
  if (found) refuseDrifted(run, object, found, "deleted");
  await remove(run, object, found !== undefined);
}

/** The class removes `deleteBeforeReplace`; only a transform of the engine can set it. */
function withLostBindings(error: unknown): unknown {
  if (!(error instanceof RefusedError)) return error;
  const effect =
    "With deleteBeforeReplace, Pulumi has already deleted the program's bindings of it: remove that option from the transform and run `pulumi up`";
  return new RefusedError(`${error.message}. ${effect}`, { cause: error });
}

/** The label of the resource that declares an object; its title if the program's side sent no label. */
function nameOf({ kind, args }: BrokerObject<Kind>, { resource = kind.title(args) }: Options): string {
  return resource;
}

/** The fields of the id for an error message; none if the id is invalid. */
function addressOf(kind: Kind, id: string): Fields {
  try {
    return parseId(kind, id);
  } catch {
    return {};
  }
}
