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
  const parts = text.split(asWords(name));
  return parts.length > 1 ? parts.map(templated).join(placeholder(variable)) : undefined;
}

/** The name where no letter or digit stands beside it. */
function asWords(name: string): RegExp {
  const escaped = name.replaceAll(/[$()*+./?[\\\]^{|}]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u");
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
