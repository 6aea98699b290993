import type { BrokerObject, Fields } from "../model/object";
import { changedFields, replacedFields } from "./changes";
import { change, type Declaration, type DeclareOptions, declare, type Find } from "./declare";
import type { Kind } from "./kind";
import type { Run } from "./run";

type KindObject = BrokerObject<Kind>;

/** One change of one object, whether it is a resource of its own or part of a topology. */
export interface Step<Target extends KindObject = KindObject> {
  readonly object: Target;
  /** What the same resource declared under the same identity before. */
  readonly earlier?: Fields | undefined;
  /** The arguments that are to change. */
  readonly changed: readonly string[];
  /** Those of them for which the object is deleted and declared again. */
  readonly replaced: readonly string[];
}

export function stepTo<Target extends KindObject>(object: Target, earlier: Fields | undefined): Step<Target> {
  const changed = earlier ? changedFields(object, earlier) : [];
  return { object, earlier, changed, replaced: replacedFields(object.kind, changed) };
}

/** Whether the broker knows nothing of what changes. */
export function isLocal({ object: { kind }, changed }: Step): boolean {
  return changed.length > 0 && changed.every((field) => kind.local.includes(field));
}

/** Declares the object, changes it in place or replaces it under its own name. */
export async function take(run: Run, step: Step, options: DeclareOptions, find?: Find): Promise<Declaration> {
  const { object, earlier, changed, replaced } = step;
  if (isLocal(step)) return { outputs: {} };
  const isInPlace = changed.length > 0 && replaced.length === 0;
  if (isInPlace) return { outputs: await change(run, object, changed, find) };
  return declare(run, object, { ...options, earlier }, find);
}
