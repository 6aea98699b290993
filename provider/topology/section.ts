import type { Kind, Part } from "../kind";
import { kinds } from "../kinds";

/** One part of a topology's data: the objects of one kind, under the keys that name them. */
export interface Section extends Omit<Part<Record<string, unknown>>, "section"> {
  readonly name: string;
  readonly kind: Kind;
}

/** All sections in the order of declaration, which is the order of the kinds. */
export const sections: readonly Section[] = Object.values(kinds).flatMap((kind: Kind): Section[] => {
  if (!kind.part) return [];
  const { section, ...part } = kind.part;
  return [{ name: section, kind, ...part }];
});

/** The number of nested maps or lists in its data. */
export function depthOf({ label, keys }: Section): number {
  return label ? 1 : keys.length;
}

/**
 * All sections in the order of deletion. What the broker itself moves stops first, since it consumes from queues. The deletion of
 * a queue may be refused. Then its users, the exchanges and bindings that feed it and the policies that keep its messages are not
 * deleted either. Of sections with the same
 * `holds`, the one that is declared last is deleted first.
 */
export const removalOrder: readonly Section[] = (
  ["traffic", "messages", "access", "routes", "settings"] as const
).flatMap((stake) => sections.filter(({ holds }) => holds === stake).toReversed());
