import { isDeepStrictEqual } from "node:util";
import type { BrokerObject, Fields } from "../model/object";
import type { Kind } from "./kind";
import { hasUnknown } from "./unknown";

export interface Difference {
  readonly field: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** The arguments that the resource manages: those that the program declares, and those whose absence is a value too. */
export function managedFields({ kind, args }: BrokerObject<Kind>): string[] {
  return Object.keys(kind.schema).filter((field) => args[field] !== undefined || !kind.leaves.includes(field));
}

/** These values in the form in which the object's arguments give them, for a comparison. */
export function inFormOf({ kind, args }: BrokerObject<Kind>, values: Fields): Fields {
  return kind.inFormOf?.(args, values) ?? values;
}

export function isSame(kind: Kind, field: string, wanted: unknown, found: Fields): boolean {
  const same = kind.same[field];
  if (same && wanted !== undefined && wanted !== null && !hasUnknown(wanted)) return same(wanted, found);
  return isDeepStrictEqual(wanted, found[field]);
}

/** The arguments whose value on the broker differs from the declared one. */
export function differences(object: BrokerObject<Kind>, there: Fields): Difference[] {
  const { kind, args } = object;
  const found = inFormOf(object, there);
  return managedFields(object)
    .filter((field) => !kind.local.includes(field) && !isSame(kind, field, args[field], found))
    .map((field) => ({ field, wanted: args[field], found: found[field] }));
}

/** The same without what the program does not know yet. */
export function knownDifferences(object: BrokerObject<Kind>, there: Fields): Difference[] {
  return differences(object, there).filter(({ wanted }) => !hasUnknown(wanted));
}

/** Lists the differences, such as `type: wanted "topic", found "fanout"`. Leaves out the values of secrets. */
export function describe(
  kind: Kind,
  list: readonly Difference[],
  [want, find]: readonly [string, string] = ["wanted", "found"],
): string {
  const line = ({ field, wanted, found }: Difference) =>
    kind.secrets.includes(field) ? `${field}: differs` : `${field}: ${want} ${show(wanted)}, ${find} ${show(found)}`;
  return list.map(line).join("; ");
}

function show(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}
