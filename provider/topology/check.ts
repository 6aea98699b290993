import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import { keyOf } from "../id";
import { similar } from "../similar";
import { hasUnknown, unknownValue } from "../unknown";
import { type Failure, validate } from "../validate";
import { isLater, isRecord, leavesOf } from "./leaf";
import { inputsOf, objectsIn, type TopologyObject } from "./objects";
import { type Section, sections } from "./section";

/** A loop that goes wrong goes wrong a thousand times. */
const shownProblems = 20;

/**
 * Checks each object as if it were a resource of its own, and fills in its defaults. A failure names no property, since
 * Pulumi would print that property's whole value, with every password in it.
 */
export function check(data: Fields): { inputs: Fields; failures: Failure[] } {
  const malformed = [...strangers(data), ...vhostProblems(data["vhost"]), ...sections.flatMap(shapeProblems(data))];
  if (malformed.length > 0) return { inputs: data, failures: shown(malformed) };
  const checked = objectsIn(data).map((object) => ({ object, ...validate(object.kind, object.args) }));
  const objects = checked.map(({ object, inputs }) => ({ ...object, args: inputs }));
  const problems = [
    ...checked.flatMap(({ object, failures }) => failures.map((failure) => told(object, failure))),
    ...duplicates(objects),
  ];
  if (problems.length > 0) return { inputs: data, failures: shown(problems) };
  return { inputs: { ...inputsOf(data["vhost"], objects), ...later(data) }, failures: [] };
}

function shown(problems: readonly string[]): Failure[] {
  const rest = problems.length - shownProblems;
  const lines = [...problems.slice(0, shownProblems), ...(rest > 0 ? [`and ${rest} more such problems`] : [])];
  return lines.map((reason) => ({ property: "", reason }));
}

function told({ where }: TopologyObject, { property, reason }: Failure): string {
  return property === "" ? `${where}.${reason}` : `${where}.${property} ${reason}`;
}

function strangers(data: Fields): string[] {
  const known = ["vhost", ...sections.map(({ name }) => name)];
  return Object.keys(data)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = similar(key, known);
      return `${key} is not a property of a Topology${meant ? `: did you mean ${meant}?` : ""}`;
    });
}

function vhostProblems(vhost: unknown): string[] {
  if (vhost === unknownValue) return [];
  if (vhost === undefined) return ["vhost is required"];
  return name.safeParse(vhost).error?.issues.map(({ message }) => `vhost ${message}`) ?? [];
}

function shapeProblems(data: Fields): (section: Section) => string[] {
  return (section) =>
    leavesOf(section, data[section.name]).flatMap(({ keys, value, where }) => {
      if (value === unknownValue) return [];
      if (section.label && keys.length === 0) return [`${where} must be a list`];
      if (keys.length < section.keys.length) return [`${where} must be an object, with names as its keys`];
      if (!isRecord(value)) return [`${where} must be an object`];
      const known = ["vhost", ...section.keys].filter((key) => value[key] !== undefined);
      return known.map((key) => `${where}.${key} must not be given: where it stands says it`);
    });
}

function duplicates(objects: readonly TopologyObject[]): string[] {
  const seen = new Map<string, string>();
  return objects.flatMap((object) => {
    const key = keyOf(object);
    const first = seen.get(key);
    seen.set(key, first ?? object.where);
    return first === undefined || hasUnknown(object.args) ? [] : [`${object.where} declares the same as ${first}`];
  });
}

/** Sections of which it is not known yet what they hold. */
function later(data: Fields): Fields {
  const parts = sections.filter((section) => isLater(section, data[section.name]));
  return Object.fromEntries(parts.map(({ name }) => [name, data[name]]));
}
