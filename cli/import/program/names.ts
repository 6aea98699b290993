import type { Code } from "./code";
import { family } from "./families";
import { call, list, quoted } from "./literal";

/** A list of names, or how their parts make them: `combined(["billing.", "search."], ["paid", "placed"])`. */
export function listOfNames(names: readonly string[]): Code {
  const [starts, ends] = partsOf(names) ?? [];
  const texts = (parts: readonly string[]) => list(parts.map(quoted));
  return starts && ends ? call("combined", texts(starts), texts(ends)) : texts(names);
}

/** At the first or at the last of such a character in each name. */
const cuts = [
  /^([^.]*\.)(.+)$/s,
  /^(.*\.)([^.]+)$/s,
  /^([^-]*-)(.+)$/s,
  /^(.*-)([^-]+)$/s,
  /^(.*_)([^_]+)$/s,
  /^(.*:)([^:]+)$/s,
];

/** The starts and ends of which each combination is one of the names, and nothing else is. */
function partsOf(names: readonly string[]): readonly [string[], string[]] | undefined {
  if (names.length < 2 * family) return undefined;
  for (const cut of cuts) {
    const pairs = names.map((name) => cut.exec(name)?.slice(1) ?? []);
    const [starts = [], ends = []] = [0, 1].map((part) => [...new Set(pairs.map((pair) => pair[part] ?? ""))]);
    const isWhole = starts.length * ends.length === names.length && !starts.includes("");
    if (isWhole && starts.length > 1 && ends.length > 1) return [starts, ends];
  }
  return undefined;
}
