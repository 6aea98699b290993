import { unknownValue } from "../unknown";
import { depthOf, type Section } from "./section";
import { decoded } from "./text";

/** One value of a section's data, under all its keys; under fewer where the data is no map there. */
export interface Leaf {
  readonly keys: readonly string[];
  readonly value: unknown;
  /** Where it stands in the data, such as `queues.paid`. */
  readonly where: string;
}

/** A program gives a list of what has no name; the state has a map of it, for in a list each later one would seem changed. */
export function leavesOf(section: Section, data: unknown): Leaf[] {
  const depth = depthOf(section);
  const walk = (text: unknown, keys: readonly string[], where: string): Leaf[] => {
    const value = decoded(text);
    const isMap = isRecord(value) || (section.label !== undefined && Array.isArray(value));
    if (keys.length === depth || !isMap) return [{ keys, value, where }];
    return Object.entries(value as object).flatMap(([key, inner]) => walk(inner, [...keys, key], where + member(key)));
  };
  return data === undefined ? [] : walk(data, [], section.name);
}

/** Whether Pulumi does not know yet which objects there will be. */
export function isLater(section: Section, data: unknown): boolean {
  return leavesOf(section, data).some(({ value }) => value === unknownValue);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `.paid`, `[3]` or `["a name"]`. */
function member(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
