import type { Kind, Part } from "../kind";
import { kinds } from "../kinds";

/** One part of a topology's data: objects of one kind, under what names them. */
export interface Section extends Omit<Part<Record<string, unknown>>, "section"> {
  readonly name: string;
  readonly kind: Kind;
}

/** In the order in which they are declared: that of the kinds. */
export const sections: readonly Section[] = Object.values(kinds).flatMap((kind: Kind): Section[] => {
  if (!kind.part) return [];
  const { section, ...part } = kind.part;
  return [{ name: section, kind, ...part }];
});

/** How many maps or lists exist in its data, one within the other. */
export function depthOf({ label, keys }: Section): number {
  return label ? 1 : keys.length;
}

/**
 * In the order in which they are deleted. A queue may be refused, and then who uses it, the exchanges and bindings that
 * feed it and the policies that keep its messages stay as well. Of what is at stake alike, the last declared goes first.
 */
export const removalOrder: readonly Section[] = (["messages", "access", "routes", "settings"] as const).flatMap(
  (stake) => sections.filter(({ holds }) => holds === stake).toReversed(),
);
