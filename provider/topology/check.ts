import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import { pick } from "../fields";
import { keyOf } from "../id";
import { keyProblem } from "../kinds/schema";
import { similar } from "../similar";
import { hasUnknown, unknownValue } from "../unknown";
import { type Failure, type Validated, validate } from "../validate";
import { hasUnknownObjects, isRecord, leavesOf } from "./leaf";
import { inputsOf, objectsIn, type TopologyObject } from "./objects";
import { type Section, sections } from "./section";

/** A mistake in a loop can cause a thousand failures. */
const maxProblems = 20;

interface Checked extends Validated {
  /** The objects in the inputs. */
  readonly objects: readonly TopologyObject[];
}

/**
 * Checks each object as if it were a resource of its own, and fills in its defaults. A failure names no property, since
 * Pulumi would print the whole value of that property, with every password in it.
 */
export function check(data: Fields, earlier: Fields = {}): Checked {
  const malformed = [
    ...unknownProperties(data),
    ...vhostProblems(data["vhost"]),
    ...sections.flatMap(shapeProblems(data)),
  ];
  if (malformed.length > 0) return failed(data, malformed);
  const checked = objectsIn(data).map((object) => ({ object, ...validate(object.kind, object.args) }));
  const objects = checked.map(({ object, inputs }) => ({ ...object, args: inputs }));
  const problems = [
    ...checked.flatMap(({ object, failures }) => failures.map((failure) => withPath(object, failure))),
    ...duplicates(objects),
    ...forbiddenChanges(objects, earlier),
  ];
  if (problems.length > 0) return failed(data, problems);
  const warnings = checked.flatMap(({ object, warnings }) => warnings.map((warning) => `${object.where}.${warning}`));
  const inputs = { ...inputsOf(data["vhost"], objects), ...unknownSections(data) };
  return { inputs, objects, failures: [], warnings };
}

function failed(data: Fields, problems: readonly string[]): Checked {
  return { inputs: data, objects: [], failures: failuresOf(problems), warnings: [] };
}

/** A failure for each of the first problems; none names a property. */
export function failuresOf(problems: readonly string[]): Failure[] {
  const rest = problems.length - maxProblems;
  const lines = [...problems.slice(0, maxProblems), ...(rest > 0 ? [`and ${rest} more such problems`] : [])];
  return lines.map((reason) => ({ property: "", reason }));
}

function withPath({ where }: TopologyObject, { property, reason }: Failure): string {
  return property === "" ? `${where}.${reason}` : `${where}.${property} ${reason}`;
}

function unknownProperties(data: Fields): string[] {
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
      // The state could not keep it: Pulumi makes a prototype of what it has.
      if (keys.includes("__proto__")) return [`${section.name} ${keyProblem}`];
      if (section.label && keys.length === 0) return [`${where} must be a list`];
      if (keys.length < section.keys.length) return [`${where} must be an object, with names as its keys`];
      if (!isRecord(value)) return [`${where} must be an object`];
      const known = ["vhost", ...section.keys].filter((key) => value[key] !== undefined);
      return known.map((key) => `${where}.${key} must not be given: the topology's vhost or a key gives it`);
    });
}

function duplicates(objects: readonly TopologyObject[]): string[] {
  const seen = new Map<string, string>();
  return objects.flatMap((object) => {
    const key = keyOf(object);
    const first = seen.get(key);
    seen.set(key, first ?? object.where);
    return first === undefined || hasUnknown(object.args)
      ? []
      : [`${object.where} declares the same object as ${first}`];
  });
}

/** Only kinds that forbid something are looked up: an update of thousands of queues must not parse them again. */
function forbiddenChanges(objects: readonly TopologyObject[], earlier: Fields): string[] {
  const guarded = objects.filter(({ kind, args }) => kind.forbids && !hasUnknown(args));
  if (guarded.length === 0) return [];
  const names = guarded.map(({ section }) => section.name);
  const before = objectsIn(pick(earlier, ["vhost", ...names]));
  const known = new Map(before.map((object) => [keyOf(object), object.args]));
  return guarded.flatMap((object) => {
    const args = known.get(keyOf(object));
    const problem = args && object.kind.forbids?.(object.args, args);
    return problem === undefined ? [] : [`${object.where}: ${problem}`];
  });
}

/** The sections whose objects are not known yet. */
function unknownSections(data: Fields): Fields {
  const parts = sections.filter((section) => hasUnknownObjects(section, data[section.name]));
  return Object.fromEntries(parts.map(({ name }) => [name, data[name]]));
}
