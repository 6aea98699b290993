import { canonical } from "../id";
import { hasUnknown, unknownValue } from "../unknown";
import type { Section } from "./section";

/**
 * Encodes a section's data as text before Pulumi gets it. A value costs the engine and its protocol about the same
 * however long it is, and a few fields for each of ten thousand objects take seconds and hundreds of megabytes.
 * Sections with secrets are not encoded, so that Pulumi hides nothing else with them. Sections with unknown values are
 * not encoded.
 */
type Encode = (section: Section, data: unknown) => unknown;

/** One text for a whole section: the least work, for data that no preview shows. */
export const asOneText: Encode = (section, data) => (isEncodable(section, data) ? canonical(data) : data);

/** One text for each object: previews show the changed ones field by field, since Pulumi parses JSON in texts. */
export const asTexts: Encode = (section, data) =>
  isEncodable(section, data)
    ? Object.fromEntries(Object.entries(data).map(([name, object]) => [name, canonical(object)]))
    : data;

function isEncodable({ kind, label, keys }: Section, data: unknown): data is object {
  const isMap = label !== undefined || keys.length > 0;
  return isMap && typeof data === "object" && data !== null && kind.secrets.length === 0 && !hasUnknown(data);
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
