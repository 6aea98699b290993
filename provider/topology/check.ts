import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import { settle } from "../doubts";
import { pick } from "../fields";
import { keyOf } from "../id";
import type { Inquiry } from "../inquiry";
import { optionProblems } from "../object-options";
import { similar } from "../similar";
import { hasUnknown, unknownValue } from "../unknown";
import { type Doubt, type Failure, validate } from "../validate";
import { hasUnknownObjects, leavesOf, shapeProblemsOf } from "./leaf";
import { inputsOf, objectsIn, type TopologyObject } from "./objects";
import { type Section, sections } from "./section";

/** A mistake in a loop can cause a thousand failures. */
const maxProblems = 20;

interface Checked {
  /** The data with all defaults; as given where something is wrong. */
  readonly inputs: Fields;
  /** The objects in the inputs. */
  readonly objects: readonly TopologyObject[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** The objects without what is wrong in them, and what is refused only if they are new. */
  readonly open: readonly { readonly object: TopologyObject; readonly doubts: readonly Doubt[] }[];
}

/**
 * Checks each object as if it were a resource of its own, and fills in its defaults. A problem names its object by its path,
 * and no property to Pulumi, which would print the whole value of that property, with every password in it.
 */
export function check(data: Fields, earlier: Fields = {}): Checked {
  const checked = objectsIn(data).map((object) => ({ object, ...validate(object.kind, object.args) }));
  const objects = checked.map(({ object, inputs }) => ({ ...object, args: inputs }));
  const problems = [
    ...unknownProperties(data),
    ...vhostProblems(data["vhost"]),
    ...sections.flatMap((section) => shapeProblems(section, data[section.name])),
    ...checked.flatMap(({ object }) => optionProblems(object.options).map((problem) => `${object.where}.${problem}`)),
    ...checked.flatMap(({ object, failures }) => failures.filter(isOwn).map((failure) => withPath(object, failure))),
    ...duplicates(objects),
    ...forbiddenChanges(objects, earlier),
  ];
  const warnings = checked.flatMap(({ object, warnings }) => warnings.map((warning) => `${object.where}.${warning}`));
  const inputs = problems.length > 0 ? data : { ...inputsOf(data["vhost"], objects), ...unknownSections(data) };
  const open = checked.map(({ object, valid, doubts }) => ({ object: { ...object, args: valid }, doubts }));
  return { inputs, objects, problems, warnings, open };
}

/** Decides the doubts of a check, as for a resource of its own. */
export async function settleAll(inquiry: Inquiry, { open }: Checked, before: Fields) {
  let earlier: Map<string, Fields> | undefined;
  const earlierOf = (object: TopologyObject) => {
    earlier ??= new Map(objectsIn(before).map((each) => [keyOf(each), each.args]));
    return earlier.get(keyOf(object));
  };
  const settled = await Promise.all(
    open.map(async ({ object, doubts }) => {
      const { failures, warnings } = await settle(inquiry, object, doubts, () => earlierOf(object));
      return {
        problems: failures.map((failure) => withPath(object, failure)),
        warnings: warnings.map((warning) => `${object.where}.${warning}`),
      };
    }),
  );
  return {
    problems: settled.flatMap(({ problems }) => problems),
    warnings: settled.flatMap(({ warnings }) => warnings),
  };
}

/** A failure for each of the first problems; none names a property. */
export function failuresOf(problems: readonly string[]): Failure[] {
  const rest = problems.length - maxProblems;
  const lines = [...problems.slice(0, maxProblems), ...(rest > 0 ? [`and ${rest} more such problems`] : [])];
  return lines.map((reason) => ({ property: "", reason }));
}

/** The vhost is that of the topology, whose problem is reported once. */
function isOwn({ property }: Failure): boolean {
  return property !== "vhost";
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

function shapeProblems(section: Section, data: unknown): string[] {
  return leavesOf(section, data).flatMap((leaf) => shapeProblemsOf(section, leaf));
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
