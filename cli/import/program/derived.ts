import type { Fields } from "../../../model/object";
import { Expression, fromTemplate, placeholder, templated } from "./literal";

/** A shorter name is in many texts by chance. */
const shortestName = 2;

/** The inside of a template literal that makes each text from its name; `undefined` if the texts do not follow from the names. */
export function templateOf(variable: string, names: readonly string[], texts: readonly unknown[]): string | undefined {
  const [first, ...others] = names.map((name, index) => templateFor(variable, name, texts[index]));
  return others.every((other) => other === first) ? first : undefined;
}

function templateFor(variable: string, name: string, text: unknown): string | undefined {
  if (typeof text !== "string" || name.length < shortestName) return undefined;
  const parts = splitAt(text, name);
  return parts.length > 1 ? parts.map(templated).join(placeholder(variable)) : undefined;
}

/** Splits a text at the name, where no letter or digit stands beside it. A search by a pattern takes a hundred times as long. */
function splitAt(text: string, name: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    if (at < from || isLetter(text.charAt(at - 1)) || isLetter(text.charAt(end))) continue;
    parts.push(text.slice(from, at));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/** Half of a pair may be one. */
function isLetter(character: string): boolean {
  return /[\p{L}\p{N}\p{Cs}]/u.test(character);
}

/** Those of the fields whose texts contain the name, as expressions of the variable `name`. */
export function derivedFields(fields: Fields, name: string): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => {
      const template = templateFor("name", name, value);
      return template === undefined ? [] : [[field, new Expression(fromTemplate(template))]];
    }),
  );
}
