import type { BrokerObject, Fields } from "../../model/object";
import { omit, withoutUndefined } from "../fields";
import type { Kind } from "../kind";
import type { ObjectOptions } from "../object-options";
import { hasUnknownObjects, leavesOf, shapeProblemsOf } from "./leaf";
import { type Section, sections } from "./section";
import { asOneMarkedText, asTexts } from "./text";

/** One object of a topology, with all arguments of its kind. */
export interface TopologyObject extends BrokerObject<Kind> {
  readonly section: Section;
  /** Its path in the data, such as `queues.paid`. */
  readonly where: string;
  /** What the program gives beside the arguments. */
  readonly options: ObjectOptions;
}

/**
 * The objects in a topology's data, in the order of declaration. Sections with unknown objects give none, and so does a
 * value that is no object.
 */
export function objectsIn(data: Fields): TopologyObject[] {
  return sections.flatMap((section) => {
    const part = data[section.name];
    if (hasUnknownObjects(section, part)) return [];
    const address = "vhost" in section.kind.schema ? { vhost: data["vhost"] } : {};
    const leaves = leavesOf(section, part).filter((leaf) => shapeProblemsOf(section, leaf).length === 0);
    return leaves.map(({ keys, value, where }) => {
      const args: Record<string, unknown> = { ...address };
      for (const [index, key] of section.keys.entries()) args[key] = keys[index];
      const { onExisting, protect, ...own } = value as Fields & ObjectOptions;
      return { section, kind: section.kind, args: Object.assign(args, own), where, options: { onExisting, protect } };
    });
  });
}

/** The inverse of {@link objectsIn}: the data that contains these objects, as a program could give it. */
export function inputsOf(vhost: unknown, objects: readonly TopologyObject[]): Fields {
  return dataOf(vhost, objects, asTexts);
}

/** The same for the state's outputs, which only this provider reads. */
export function outputsOf(vhost: unknown, objects: readonly TopologyObject[]): Fields {
  return dataOf(vhost, objects, asOneMarkedText);
}

function dataOf(vhost: unknown, objects: readonly TopologyObject[], encode: typeof asTexts): Fields {
  const parts = sections.map((section): [string, unknown] => {
    const own = objects.filter((object) => object.section === section);
    if (own.length === 0) return [section.name, undefined];
    return [section.name, encode(section, nested(own.map((object) => [keysOf(object), partOf(object)])))];
  });
  return withoutUndefined({ vhost, ...Object.fromEntries(parts) });
}

/** The object's title without the vhost, for a text that names the vhost already. */
export function nameOf({ kind, args }: BrokerObject<Kind>): string {
  return kind.title(args).replace(` in vhost "${args["vhost"]}"`, "");
}

function keysOf({ section, args }: TopologyObject): string[] {
  return section.label ? [section.label(args)] : section.keys.map((key) => String(args[key]));
}

function partOf({ section, args, options }: TopologyObject): Fields {
  return { ...omit(args, [...section.keys, "vhost"]), ...withoutUndefined({ ...options }) };
}

/** Nested maps, one level for each key; without any key, the value itself. */
function nested(entries: readonly (readonly [keys: readonly string[], value: unknown])[]): unknown {
  const [first] = entries;
  if (first?.[0].length === 0) return first[1];
  const groups = new Map<string, (readonly [string[], unknown])[]>();
  for (const [[key = "", ...inner], value] of entries) {
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push([inner, value]);
  }
  return Object.fromEntries([...groups].map(([key, group]) => [key, nested(group)]));
}
