import { isDeepStrictEqual } from "node:util";
import type { BrokerObject, Fields } from "../model/object";
import { type Difference, managedFields } from "./compare";
import type { Kind } from "./kind";
import { hasUnknown } from "./unknown";

/** The arguments that the program declares differently than before. */
export function changedFields(object: BrokerObject<Kind>, before: Fields): string[] {
  return managedFields(object).filter((field) => !isUnchanged(before[field], object.args[field]));
}

/** The changed arguments that the broker cannot change in place. */
export function replacedFields(kind: Kind, changed: readonly string[]): string[] {
  return changed.filter((field) => !kind.updates.includes(field));
}

/** The differences from the broker that it cannot change in place. */
export function fixedDifferences(kind: Kind, differing: readonly Difference[]): Difference[] {
  return differing.filter(({ field }) => !kind.updates.includes(field));
}

/** An unknown value counts as changed: a binding whose queue gets another name must be declared again. */
function isUnchanged(before: unknown, after: unknown): boolean {
  return !hasUnknown(after) && isDeepStrictEqual(before, after);
}
