import { escaped } from "./escape";
import { noKey } from "./pattern";

/**
 * The regular expression for routing keys that one of these topic patterns matches: `*` is one word, `#` any number of
 * words. A key with a line break at its end counts as the key without it.
 */
export function routingKeyPattern(patterns: readonly string[]): string {
  return anyOf(patterns, "[^.]*");
}

/**
 * The same for binding keys, which the broker compares as text: a binding key may be one of these patterns, or one that
 * matches only some of their messages. `#` matches more than one word, so `*` does not allow it.
 */
export function bindingKeyPattern(patterns: readonly string[]): string {
  return anyOf(patterns, "(?!#(\\.|$))[^.]*");
}

function anyOf(patterns: readonly string[], oneWord: string): string {
  const keys = [...new Set(patterns)].sort().map((pattern) => ofPattern(pattern, oneWord));
  return keys.length === 0 ? noKey : `^(${keys.join("|")})$`;
}

function ofPattern(pattern: string, oneWord: string): string {
  if (pattern === "") return "";
  // Several # in a row mean the same as one.
  const words = pattern.split(".").filter((word, index, all) => word !== "#" || all[index - 1] !== "#");
  if (words.every((word) => word === "#")) return ".*";
  const written = words.map((word) => (word === "*" ? oneWord : escaped(word)));
  return words.reduce(
    (text, word, index) => text + joined(word, String(written[index]), words, index),
    notEmpty(words),
  );
}

/** `#` may be no word at all; then its dot is left out too. */
function joined(word: string, written: string, words: readonly string[], index: number): string {
  if (word === "#") return index === 0 ? "(.*\\.)?" : "(\\..*)?";
  const hasDot = index === 0 || (index === 1 && words[0] === "#");
  return hasDot ? written : `\\.${written}`;
}

/** The empty key has no word, not even an empty one. A pattern that requires a word, such as `.#`, does not match it. */
function notEmpty(words: readonly string[]): string {
  return words.every((word) => word === "*" || word === "#" || word === "") ? "(?!$)" : "";
}
