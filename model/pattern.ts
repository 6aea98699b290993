import { escaped } from "./escape";
import { factored } from "./trie";

/** The number of bytes that RabbitMQ accepts from 4.2.8 and 4.3.2 on. Older versions accept some 32 kB. */
export const longestPattern = 1024;

/** The pattern of a permission that no name matches. */
export const nothing = "^$";

/** The pattern of a topic permission that no key matches. `^$` matches the empty routing key, as `#` in bindings does. */
export const noKey = "(?!)";

/** Exact names, and prefixes of names. */
export interface Names {
  readonly exact: readonly string[];
  readonly prefixes: readonly string[];
}

/**
 * The regular expression that matches these names and no others: anchored, escaped and sorted. If a plain list of them
 * is too long for the broker, common prefixes are written once.
 */
export function patternOf({ exact, prefixes }: Names): string {
  const begins = sorted(prefixes).filter((prefix, _, all) => !all.some((p) => p !== prefix && prefix.startsWith(p)));
  const names = sorted(exact).filter((name) => !begins.some((prefix) => name.startsWith(prefix)));
  const rest = begins.map((prefix) => `${escaped(prefix)}.*`);
  if (names.length + rest.length === 0) return nothing;
  const plain = `^(${[...names.map(escaped), ...rest].join("|")})$`;
  if (byteLength(plain) <= longestPattern || names.length === 0) return plain;
  return `^(${[factored(names), ...rest].join("|")})$`;
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
