import { isDeepStrictEqual } from "node:util";
import type { BrokerObject, Fields } from "../model/object";
import { inFormOf, isSame } from "./compare";
import type { Inquiry } from "./inquiry";
import type { Kind } from "./kind";
import { partOf, unsupported, versionedIn } from "./support";
import type { Doubt, Failure } from "./validate";

/** What a check says about doubts. */
export interface Settled {
  readonly failures: Failure[];
  readonly warnings: string[];
}

/**
 * Decides what is refused only for a new object, and what the release does not support: an object that has the same values
 * already may keep them. That is shown by its earlier arguments, or by the broker.
 */
export async function settle(
  inquiry: Inquiry,
  object: BrokerObject<Kind>,
  ofNew: readonly Doubt[],
  earlier: () => Fields | undefined,
): Promise<Settled> {
  const rows = versionedIn(object);
  const release = rows.length > 0 ? await inquiry.release() : undefined;
  const doubts = [...ofNew, ...(release ? unsupported(rows, release) : [])];
  if (doubts.length === 0) return { failures: [], warnings: [] };
  const before = earlier();
  const open = doubts.filter((doubt) => !isKept(object, doubt, before));
  const found = open.length > 0 ? await inquiry.find(object) : undefined;
  const refused = open.filter((doubt) => !isKept(object, doubt, found));
  return {
    failures: refused.map(({ property, reason }) => ({ property, reason })),
    warnings: doubts.filter((doubt) => !refused.includes(doubt)).map(asWarning),
  };
}

/** Whether the object had the same values before. */
export function isKept(object: BrokerObject<Kind>, { fields, part }: Doubt, values: Fields | undefined): boolean {
  const { kind, args } = object;
  if (values === undefined) return false;
  const before = inFormOf(object, values);
  if (part === undefined) return fields.every((field) => isSame(kind, field, args[field], before));
  return fields.every((field) => isDeepStrictEqual(partOf(args[field], part), partOf(before[field], part)));
}

function asWarning({ property, reason }: Failure): string {
  return property === "" ? reason : `${property} ${reason}`;
}
