import widthOf from "string-width";

/** A piece of TypeScript: text that stays on its line, or a list that is broken if it does not fit. */
export type Code = string | List | readonly Code[];

interface List {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Code[];
  /** Whether it has blanks within its brackets, on one line. */
  readonly isPadded?: boolean;
  /** Whether each item has its own line in any case. */
  readonly isBroken?: boolean;
  /** Whether its items are statements, which no commas separate. */
  readonly isBlock?: boolean;
}

const width = 120;
const step = "  ";

/** Lays out code as the formatters Prettier and Biome do, with lines of up to 120 characters. */
export function layOut(code: Code, indent = "", after = ""): string {
  const flat = onOneLine(code);
  if (flat !== undefined && widthOf(indent + flat + after) <= width) return flat;
  return broken(code, indent, after, 0);
}

/** `undefined` if a list in it is broken in any case. */
function onOneLine(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if (isSequence(code)) return joined(code.map(onOneLine), "");
  if ((code.isBroken && code.items.length > 0) || isTable(code)) return undefined;
  const items = joined(code.items.map(onOneLine), ", ");
  if (items === undefined) return undefined;
  const blank = code.isPadded && items !== "" ? " " : "";
  return code.open + blank + items + blank + code.close;
}

/** `column` is how much of the line stands before it, beside the indent. */
function broken(code: Code, indent: string, after: string, column: number): string {
  if (typeof code === "string") return code;
  if (isSequence(code)) return sequence(code, indent, after, column);
  const inner = indent + step;
  const comma = code.isBlock ? "" : ",";
  const laidOut = code.items.map((item) => layOut(item, inner, comma) + comma);
  const lines = code.open === "[" && code.items.every(isNumber) ? filled(laidOut, inner) : laidOut;
  return [code.open, ...lines.map((line) => inner + line), indent + code.close].join("\n");
}

/** A list of lists, or of objects, that have several items each: each has its own line. */
function isTable({ open, items }: List): boolean {
  const [first] = items;
  const isRow = (item: Code) => isList(item) && item.items.length > 1 && item.open === (first as List).open;
  return open === "[" && items.length > 1 && items.every(isRow);
}

/** As many on each line as fit. */
function filled(items: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = [...lines.slice(-1), item].join(" ");
    const fits = lines.length > 0 && widthOf(indent + longer) <= width;
    lines.splice(fits ? -1 : lines.length, 1, fits ? longer : item);
  }
  return lines;
}

function isNumber(code: Code): boolean {
  return typeof code === "string" && /^-?\d/.test(code);
}

/** Parts that follow each other: of those that can be broken, the ones are broken that do not fit. */
function sequence(parts: readonly Code[], indent: string, after: string, column: number): string {
  const [key, value] = parts;
  if (parts.length === 2 && value !== undefined && isLongKey(key) && movesDown(value, indent + key, after))
    return `${key.trimEnd()}\n${indent}${step}${layOut(value, indent + step, after)}`;
  let line = "";
  for (const [index, part] of parts.entries()) {
    const rest = parts.slice(index + 1);
    const tail = firstLineOf(rest) + (rest.every((each) => typeof each === "string") ? after : "");
    const flat = onOneLine(part);
    const start = line.includes("\n") ? widthOf(lastLine(line)) : column + widthOf(indent + line);
    const fits = flat !== undefined && start + widthOf(flat + tail) <= width;
    line += fits ? flat : broken(part, indent, tail, start - indent.length);
  }
  return line;
}

/** The key of a property whose value may go to the next line. After a short one that would gain nothing. */
function isLongKey(code: Code | undefined): code is string {
  return typeof code === "string" && code.endsWith(": ") && widthOf(code) - ": ".length >= step.length + 3;
}

/** Whether a value that does not fit on the line of its key goes to the next one, rather than being broken where it is. */
function movesDown(value: Code, before: string, after: string): boolean {
  const start = isShortCall(value) ? String(onOneLine(value)) : firstLineOf([value]);
  const staysInAnyCase = /^(`|\d|true$|false$)/.test(start);
  const end = onOneLine(value) === start ? after : "";
  return !staysInAnyCase && widthOf(before + start + end) > width;
}

/** A call whose only argument is a short text, such as `secret("key")`: it is not broken. */
function isShortCall(code: Code): boolean {
  const [list] = isSequence(code) && code.length === 2 ? code.slice(1) : [];
  if (list === undefined || !isList(list) || list.open !== "") return false;
  const [argument, ...others] = list.items;
  const isShort = typeof argument === "string" && /^["'`](?!.*\$\{)/.test(argument) && argument.length <= width / 4;
  return isShort && others.length === 0;
}

/** What stands on the same line before the first place where a break is possible. */
function firstLineOf(parts: readonly Code[]): string {
  const [first, ...rest] = parts;
  if (first === undefined) return "";
  if (typeof first === "string") return first + firstLineOf(rest);
  if (isSequence(first)) return firstLineOf([...first, ...rest]);
  return first.items.length > 0 ? first.open : first.open + first.close + firstLineOf(rest);
}

function isList(code: Code): code is List {
  return typeof code !== "string" && !isSequence(code);
}

function isSequence(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}

function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(separator);
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n") + 1);
}
