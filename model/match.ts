import { escaped } from "./escape";
import { noKey, patternOf } from "./pattern";

/** The pattern of a policy that matches these names and no others. Without names, it matches none, not even the empty one. */
export function matching(names: readonly string[]): string {
  const [first, ...others] = new Set(names);
  if (first === undefined) return noKey;
  return others.length === 0 ? `^${escaped(first)}$` : patternOf({ exact: names, prefixes: [] });
}

/** The pattern of a policy that matches the names with one of these prefixes. Without prefixes, it matches none. */
export function matchingPrefixes(prefixes: readonly string[]): string {
  const all = [...new Set(prefixes)].sort();
  const needed = all.filter((prefix) => !all.some((other) => other !== prefix && prefix.startsWith(other)));
  const [first, ...others] = needed.map(escaped);
  if (first === undefined) return noKey;
  return others.length === 0 ? `^${first}` : `^(${[first, ...others].join("|")})`;
}
