import { hugeKey, isHuge } from "../../model/integer";

/** JSON's strings and numbers: a number within a string is none. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const marked = new RegExp(`\\{"\\${hugeKey}":"(-?\\d+)"\\}`, "g");

/** Parses JSON without rounding: an integer beyond ±2^53 becomes its digits, see `model/integer.ts`. */
export function parse(text: string): unknown {
  // Almost no answer has such a number, and a look at each token takes far longer than this.
  return JSON.parse(/\d{16}/.test(text) ? text.replace(tokens, withoutLoss) : text);
}

/** The inverse of {@link parse}. A string cannot contain the pattern: its quotes would have backslashes. */
export function stringify(value: unknown): string {
  return JSON.stringify(value).replace(marked, "$1");
}

function withoutLoss(token: string): string {
  return isHuge(token) ? `{"${hugeKey}":"${token}"}` : token;
}
