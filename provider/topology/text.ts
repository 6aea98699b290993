import { canonical } from "../id";
import { asSecret } from "../secret-mark";
import { hasUnknown, unknownValue } from "../unknown";
import type { Section } from "./section";

/**
 * Encodes a section's data as text before Pulumi gets it. A value costs the engine and its protocol about the same
 * however long it is, and a few fields for each of ten thousand objects take seconds and hundreds of megabytes.
 * Sections with unknown values are not encoded.
 */
type Encode = (section: Section, data: unknown) => unknown;

/** One text for a whole section: the least work, for data that no preview shows. */
export const asOneText: Encode = (section, data) => (isEncodable(section, data) ? canonical(data) : data);

/** The same for the engine: it keeps the text of a section with secrets encrypted, and shows nothing of it. */
export const asOneMarkedText: Encode = (section, data) => {
  const text = asOneText(section, data);
  return isSecret(section) && text !== data ? asSecret(text) : text;
};

/**
 * One text for each object: previews show the changed ones field by field, since Pulumi parses JSON in texts. They show
 * nothing of a secret, so a section with secrets is one text.
 */
export const asTexts: Encode = (section, data) =>
  isEncodable(section, data) && !isSecret(section)
    ? Object.fromEntries(Object.entries(data).map(([name, object]) => [name, canonical(object)]))
    : asOneMarkedText(section, data);

/** Whether objects of the section may have secrets. */
export function isSecret({ kind }: Section): boolean {
  return kind.secrets.length > 0;
}

function isEncodable({ label, keys }: Section, data: unknown): data is object {
  const isMap = label !== undefined || keys.length > 0;
  return isMap && typeof data === "object" && data !== null && !hasUnknown(data);
}

/** The section's data as one text, made of the texts that it has, not of what is in them; `undefined` without texts. */
export function textOf(data: unknown): string | undefined {
  if (typeof data === "string") return data;
  if (typeof data !== "object" || data === null) return undefined;
  const texts = Object.entries(data);
  if (!texts.every(([, text]) => typeof text === "string")) return undefined;
  texts.sort(([a], [b]) => (a < b ? -1 : 1));
  // As `canonical` has them: an object has its keys in this order, except that those which are integers come first.
  const inOrder = Object.entries(Object.fromEntries(texts));
  return `{${inOrder.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;
}

/** Decodes a text; returns the data that a program gives as it is. */
export function decoded(value: unknown): unknown {
  if (typeof value !== "string" || value === unknownValue) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
