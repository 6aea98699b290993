import { keyProblem } from "../kinds/schema";
import { unknownValue } from "../unknown";
import { depthOf, type Section } from "./section";
import { decoded } from "./text";

/** One value of a section's data, with all its keys; with fewer keys if the data is not a map at some level. */
export interface Leaf {
  readonly keys: readonly string[];
  readonly value: unknown;
  /** Its path in the data, such as `queues.paid`. */
  readonly where: string;
}

/**
 * A program gives objects without a name as a list. The state has them as a map, since a new item in a list would make
 * all later ones look changed.
 */
export function leavesOf(section: Section, data: unknown, read = decoded): Leaf[] {
  const depth = depthOf(section);
  const walk = (text: unknown, keys: readonly string[], where: string): Leaf[] => {
    const value = read(text);
    const isMap = isRecord(value) || (section.label !== undefined && Array.isArray(value));
    if (keys.length === depth || !isMap) return [{ keys, value, where }];
    return Object.entries(value as object).flatMap(([key, inner]) => walk(inner, [...keys, key], where + member(key)));
  };
  return data === undefined ? [] : walk(data, [], section.name);
}

/** Why a value cannot be an object's arguments at its place. What is not known yet has no problem. */
export function shapeProblemsOf({ name, keys: ofSection, label }: Section, { keys, value, where }: Leaf): string[] {
  if (value === unknownValue) return [];
  // The state could not keep it: Pulumi makes a prototype of what it has.
  if (keys.includes("__proto__")) return [`${name} ${keyProblem}`];
  if (label && keys.length === 0) return [`${where} must be a list`];
  if (keys.length < ofSection.length) return [`${where} must be an object, with names as its keys`];
  if (!isRecord(value)) return [`${where} must be an object`];
  const known = ["vhost", ...ofSection].filter((key) => value[key] !== undefined);
  return known.map((key) => `${where}.${key} must not be given: the topology's vhost or a key gives it`);
}

/** Whether Pulumi does not know the objects of the section yet. Nothing within a text is unknown. */
export function hasUnknownObjects(section: Section, data: unknown): boolean {
  return leavesOf(section, data, (text) => text).some(({ value }) => value === unknownValue);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `.paid`, `[3]` or `["a name"]`. */
function member(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
