import { canonical } from "../id";
import { hasUnknown, unknownValue } from "../unknown";
import type { Section } from "./section";

/**
 * Data on its way through Pulumi is text: a value costs the engine and its protocol about the same however long it is, and
 * a few fields for each of ten thousand objects take seconds and hundreds of megabytes. Sections with secrets stay as they
 * are, so that nothing else is hidden with them, and so does what is not known yet.
 */
type Encode = (section: Section, data: unknown) => unknown;

/** One text for a whole section: the least work, where nobody looks at it. */
export const asOneText: Encode = (section, data) => (isEncodable(section, data) ? canonical(data) : data);

/** A text for each object: previews show those that differ, field by field, since Pulumi looks into JSON. */
export const asTexts: Encode = (section, data) =>
  isEncodable(section, data)
    ? Object.fromEntries(Object.entries(data).map(([name, object]) => [name, canonical(object)]))
    : data;

function isEncodable({ kind, label, keys }: Section, data: unknown): data is object {
  const isMap = label !== undefined || keys.length > 0;
  return isMap && typeof data === "object" && data !== null && kind.secrets.length === 0 && !hasUnknown(data);
}

/** The data again, from text or from what a program gives. */
export function decoded(value: unknown): unknown {
  if (typeof value !== "string" || value === unknownValue) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
