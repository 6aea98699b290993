import { isMarked } from "../../../model/integer";
import type { Code } from "./code";

/** An expression of the program, in place of a value. */
export class Expression {
  constructor(readonly code: Code) {}
}

/** A value as TypeScript. */
export function literal(value: unknown): Code {
  if (value instanceof Expression) return value.code;
  if (typeof value === "string") return quoted(value);
  if (isMarked(value)) return `rabbitmq.integer(${quoted(value.$integer)})`;
  if (Array.isArray(value)) return list(value.map(literal));
  if (typeof value === "object" && value !== null) return table(Object.entries(value));
  return JSON.stringify(value);
}

export function list(items: readonly Code[], isBroken = false): Code {
  return { open: "[", close: "]", items, isBroken };
}

/** An object's literal. A property whose value is a variable of its name is written once. */
export function table(entries: readonly (readonly [string, unknown])[], isBroken = false): Code {
  const items = entries.map(([key, value]): Code => {
    const code = literal(value);
    // Not the key "true" of the value true.
    return value instanceof Expression && code === key ? key : [`${propertyName(key)}: `, code];
  });
  return { open: "{", close: "}", items, isPadded: true, isBroken };
}

/** A body with one statement. */
export function block(statement: Code): Code {
  return { open: "{", close: "}", items: [statement], isBroken: true, isBlock: true };
}

/** A call with several arguments. */
export function call(name: string, ...args: readonly Code[]): Code {
  return [`${name}(`, { open: "", close: ")", items: args }];
}

export function propertyName(key: string): string {
  return isIdentifier(key) ? key : quoted(key);
}

/** `queues.paid` or `queues["a queue"]`. */
export function member(record: string, key: string): string {
  return isIdentifier(key) ? `${record}.${key}` : `${record}[${quoted(key)}]`;
}

/** In the quotes that need fewer escapes, double ones if equal. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(invisible, unicodeEscape);
  const count = (character: string) => text.split(character).length;
  if (count('"') <= count("'")) return `"${escaped}"`;
  return `'${escaped.replace(/\\(.)/gs, (pair, next) => (next === '"' ? '"' : pair)).replaceAll("'", "\\'")}'`;
}

/** A text for a template literal, without its quotes. */
export function templated(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(invisible, unicodeEscape)
    .replaceAll('\\"', '"')
    .replace(/[`]|\$(?=\{)/g, "\\$&");
}

/** A variable in a template literal. */
export function placeholder(variable: string): string {
  return ["$", "{", variable, "}"].join("");
}

/** The inside of a template literal as an expression. */
export function fromTemplate(template: string): string {
  return /^\$\{(\w+)\}$/.exec(template)?.[1] ?? `\`${template}\``;
}

/** What a reader could not see, or what turns the direction of the text around: all blanks but the usual one, and Unicode's formats. */
const invisible = /[\p{Zl}\p{Zp}\p{Cf}]|(?! )\p{Zs}/gu;

/** One escape for each 16 bits. */
function unicodeEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}

/** Latin, Greek, Cyrillic, kana, Han and Hangul: TypeScript does not know letters that Unicode got later than its own table. */
const old = /^[\0-\u024f\u0370-\u04ff\u3041-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]*$/;

function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) && old.test(text);
}
