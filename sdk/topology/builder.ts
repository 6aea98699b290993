import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { sections } from "../../provider/topology/section";
import { TopologyPart, type TopologyPartKind } from "../program/topology-part";
import type { TopologyBuilder } from "./args";
import { isLater } from "./data";

/** Collects the data of a topology: what is given as data, and what `define` adds to it. */
export class Builder implements TopologyBuilder {
  readonly data: Fields;
  /** Handed out before the topology is there. */
  readonly parts: TopologyPart[] = [];

  constructor(
    readonly topology: string,
    readonly vhost: unknown,
    data: Fields,
  ) {
    this.data = Object.fromEntries(sections.map(({ name }) => [name, copy(data[name])]));
  }

  readonly exchange: TopologyBuilder["exchange"] = (name, args) => this.#part("Exchange", "exchanges", name, args);
  readonly queue: TopologyBuilder["queue"] = (name, args = {}) => this.#part("Queue", "queues", name, args);
  readonly policy: TopologyBuilder["policy"] = (name, args) => this.#add("policies", name, args);
  readonly operatorPolicy: TopologyBuilder["operatorPolicy"] = (name, args) =>
    this.#add("operatorPolicies", name, args);
  readonly user: TopologyBuilder["user"] = (name, args = {}) => this.#add("users", name, args);
  readonly permissions: TopologyBuilder["permissions"] = (user, args) => this.#add("permissions", user, args);

  readonly topicPermissions: TopologyBuilder["topicPermissions"] = (user, exchange, args) => {
    const users = this.#map("topicPermissions");
    const exchanges = copy(users[user] ?? {}) as Fields;
    if (Object.hasOwn(exchanges, exchange))
      throw this.#error(`topicPermissions of "${user}" has "${exchange}" already`);
    users[user] = { ...exchanges, [exchange]: args };
  };

  readonly bind: TopologyBuilder["bind"] = (args) => {
    const list = this.data["bindings"] ?? [];
    if (!Array.isArray(list)) throw this.#notYetKnown("bindings");
    list.push(args);
    this.data["bindings"] = list;
  };

  #part<Kind extends TopologyPartKind>(kind: Kind, section: string, name: string, args: object): TopologyPart<Kind> {
    this.#add(section, name, args);
    const part = new TopologyPart(kind, { ...args, vhost: this.vhost, name });
    this.parts.push(part);
    return part;
  }

  #add(section: string, name: string, args: object): void {
    const map = this.#map(section);
    if (Object.hasOwn(map, name)) throw this.#error(`${section} has "${name}" already`);
    // An assignment of "__proto__" would be lost.
    Object.defineProperty(map, name, { value: args, enumerable: true, writable: true, configurable: true });
  }

  #map(section: string): Fields {
    const map = (this.data[section] ?? {}) as Fields;
    if (isLater(map)) throw this.#notYetKnown(section);
    this.data[section] = map;
    return map;
  }

  #notYetKnown(section: string): pulumi.RunError {
    return this.#error(`${section} is given as an output, so that define cannot add to it`);
  }

  #error(problem: string): pulumi.RunError {
    return new pulumi.RunError(`Topology "${this.topology}": ${problem}`);
  }
}

/** The program's own data stays as it is. */
function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null || isLater(value)) return value;
  return Array.isArray(value) ? [...value] : { ...(value as object) };
}
