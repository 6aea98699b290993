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
  const start = text.indexOf(name);
  if (start < 0) return undefined;
  return templated(text.slice(0, start)) + placeholder(variable) + templated(text.slice(start + name.length));
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
