import { noKey, nothing } from "./pattern";

/** Whether a permission's new pattern might not match a name that the old pattern matched. */
export function takesAway(before: unknown, after: string): boolean {
  if (before === after || before === nothing || before === noKey || after === ".*") return false;
  const kept = alternatives(after);
  return alternatives(String(before)).some((alternative) => !kept.includes(alternative));
}

/** Syntax that reaches beyond one alternative, or that looks like a parenthesis and is none. */
const unsupportedSyntax = /\(\?[^!:]|\\[QE\d]|\[\^?\]/;

/** "^(a|b(c|d))$" → "^(a)$" and "^(b(c|d))$". Any other pattern is one alternative: "a" matches more than "^(a)$". */
function alternatives(pattern: string): string[] {
  const [, list] = /^\^\((.*)\)\$$/s.exec(pattern) ?? [];
  if (list === undefined || unsupportedSyntax.test(list.replace(/\\\W/g, ""))) return [pattern];
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
