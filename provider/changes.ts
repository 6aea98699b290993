import { isDeepStrictEqual } from "node:util";
import type { BrokerObject, Fields } from "../model/object";
import { type Difference, managedFields } from "./compare";
import type { Kind } from "./kind";
import { hasUnknown } from "./unknown";

/** The arguments that the program wants otherwise than before. */
export function changedFields(object: BrokerObject<Kind>, before: Fields): string[] {
  return managedFields(object).filter((field) => !isUnchanged(before[field], object.args[field]));
}

/** Those of them that the broker cannot change in place. */
export function replacedFields(kind: Kind, changed: readonly string[]): string[] {
  return changed.filter((field) => !kind.updates.includes(field));
}

/** Whether another object is meant, rather than the same one in another shape. */
export function changesIdentity(kind: Kind, changed: readonly string[]): boolean {
  return changed.some((field) => kind.identity.includes(field));
}

/** What differs from the broker and cannot be changed there in place. */
export function fixedDifferences(kind: Kind, differing: readonly Difference[]): Difference[] {
  return differing.filter(({ field }) => !kind.updates.includes(field));
}

/** Unknown is never unchanged: a binding whose queue gets another name must be declared again. */
function isUnchanged(before: unknown, after: unknown): boolean {
  return !hasUnknown(after) && isDeepStrictEqual(before, after);
}
