import { noKey, nothing } from "./pattern";

/** Whether a permission's new pattern might not match something that the old one did. */
export function takesAway(before: unknown, after: string): boolean {
  if (before === after || before === nothing || before === noKey || after === ".*") return false;
  const kept = alternatives(after);
  return alternatives(String(before)).some((alternative) => !kept.includes(alternative));
}

/** What reaches beyond one alternative, or is not a parenthesis although it looks like one. */
const tooClever = /\(\?[^!:]|\\[QE\d]|\[\^?\]/;

/** "^(a|b(c|d))$" → "^(a)$" and "^(b(c|d))$". Any other pattern is one alternative, as it is: "a" matches more than "^(a)$". */
function alternatives(pattern: string): string[] {
  const [, list] = /^\^\((.*)\)\$$/s.exec(pattern) ?? [];
  if (list === undefined || tooClever.test(list.replace(/\\\W/g, ""))) return [pattern];
  const pieces = list.match(/\\.|\[(?:\\.|[^\]\\])*\]|[^\\[]/gs) ?? [];
  let depth = 0;
  const found = [""];
  for (const piece of pieces) {
    if (piece === "(") depth++;
    if (piece === ")") depth--;
    if (depth < 0) return [pattern];
    if (piece === "|" && depth === 0) found.push("");
    else found[found.length - 1] += piece;
  }
  return found.map((alternative) => `^(${alternative})$`);
}
