import type { BrokerObject, Fields } from "../model/object";
import { changedFields, replacedFields } from "./changes";
import { change, type Declaration, type DeclareOptions, declare, type Find } from "./declare";
import type { Kind } from "./kind";
import { isObjectOption } from "./object-options";
import type { Run } from "./run";

type KindObject = BrokerObject<Kind>;

/** One change of one object, which is a resource of its own or part of a topology. */
export interface Step<Target extends KindObject = KindObject> {
  readonly object: Target;
  /** The arguments that the same resource declared before, under the same identity. */
  readonly earlier?: Fields | undefined;
  /** The names of the arguments that change. */
  readonly changed: readonly string[];
  /** Those of the changed arguments for which the object is deleted and declared again. */
  readonly replaced: readonly string[];
}

export function stepTo<Target extends KindObject>(object: Target, earlier: Fields | undefined): Step<Target> {
  const changed = earlier ? changedFields(object, earlier) : [];
  return { object, earlier, changed, replaced: replacedFields(object.kind, changed) };
}

/** Whether only fields change that the broker does not have. */
export function isLocal({ object: { kind }, changed }: Step): boolean {
  return changed.length > 0 && changed.every((field) => kind.local.includes(field) || isObjectOption(field));
}

/** Declares the object, changes it in place or replaces it under its own name. */
export async function perform(run: Run, step: Step, options: DeclareOptions, find?: Find): Promise<Declaration> {
  const { object, earlier, changed, replaced } = step;
  if (isLocal(step)) return { outputs: {} };
  const isInPlace = changed.length > 0 && replaced.length === 0;
  if (isInPlace && earlier) return { outputs: await change(run, object, earlier, changed, find) };
  return declare(run, object, { ...options, earlier }, find);
}
