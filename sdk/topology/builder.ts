import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { depthOf, type Section, sections } from "../../provider/topology/section";
import { isLater } from "../program/lost";
import { isPartKind, TopologyPart } from "../program/topology-part";
import type { TopologyBuilder } from "./args";

/** Collects the objects of a topology: those given as data, and those that `define` adds. */
export class Builder {
  readonly data: Fields;
  /** The references that the methods returned, before the topology was made. */
  readonly parts: TopologyPart[] = [];
  /** The argument of `define`: a method for each section that holds more than one object. */
  readonly methods: TopologyBuilder;

  constructor(
    readonly topology: string,
    readonly vhost: unknown,
    data: Fields,
  ) {
    this.data = Object.fromEntries(
      sections.map((section) => [section.name, copy(data[section.name], depthOf(section))]),
    );
    const addable = sections.filter(({ keys, label }) => keys.length > 0 || label);
    const methods = addable.map((section) => [methodOf(section), this.#adder(section)] as const);
    this.methods = Object.fromEntries(methods) as unknown as TopologyBuilder;
  }

  /** The method of one section. Its parameters are the section's keys, then the object's other arguments. */
  #adder(section: Section): (...given: unknown[]) => unknown {
    if (section.label) return (args) => this.#append(section, args);
    return (...given) => {
      const names = given.slice(0, section.keys.length).map(String);
      const args = (given[names.length] ?? {}) as Fields;
      this.#put(section, names, args);
      return this.#part(section, names, args);
    };
  }

  #append({ name }: Section, args: unknown): void {
    const list = this.data[name] ?? [];
    if (!Array.isArray(list)) throw this.#notYetKnown(name);
    list.push(args);
    this.data[name] = list;
  }

  #put({ name }: Section, names: readonly string[], args: Fields): void {
    const above = names.slice(0, -1);
    const last = names.at(-1) ?? "";
    const map = above.reduce<Fields>((outer, key) => this.#map(outer, key, name), this.#map(this.data, name, name));
    if (Object.hasOwn(map, last)) {
      const where = above.map((key) => ` of "${key}"`).join("");
      throw this.#error(`${name}${where} already has "${last}"`);
    }
    set(map, last, args);
  }

  /** The map under a key, which is made if it does not exist. */
  #map(outer: Fields, key: string, section: string): Fields {
    const known = Object.hasOwn(outer, key) ? outer[key] : undefined;
    if (isLater(known)) throw this.#notYetKnown(section);
    if (known === undefined) set(outer, key, {});
    return outer[key] as Fields;
  }

  #part({ kind }: Section, [name]: readonly string[], args: Fields): TopologyPart | undefined {
    if (!isPartKind(kind.name)) return undefined;
    const part = new TopologyPart(kind.name, { ...args, vhost: this.vhost, name });
    this.parts.push(part);
    return part;
  }

  #notYetKnown(section: string): pulumi.RunError {
    return this.#error(`${section} is an output, so define cannot add to it`);
  }

  #error(problem: string): pulumi.RunError {
    return new pulumi.RunError(`Topology "${this.topology}": ${problem}`);
  }
}

/** The name of a section's method: that of its kind, such as `queue`; `bind` for bindings, which have no name. */
function methodOf({ kind, label }: Section): string {
  return label ? "bind" : kind.name.replace(/^./, (first) => first.toLowerCase());
}

/** Sets a key of a map. A plain assignment would lose the key "__proto__". */
function set(map: Fields, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

/** A copy of a section's maps and lists, so that `define` does not change the program's own. */
function copy(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== "object" || value === null || isLater(value)) return value;
  if (Array.isArray(value)) return [...value];
  const map: Fields = {};
  for (const [key, inner] of Object.entries(value)) set(map, key, copy(inner, depth - 1));
  return map;
}
