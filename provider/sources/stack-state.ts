import type { Fields } from "../../model/object";
import { kinds } from "../kinds";
import { split } from "../options";
import { objectsIn } from "../topology/objects";
import { hasUnknown, unknownValue } from "../unknown";
import { inOwnKind } from "./from-item";
import { type Deployment, encrypted, nameIn, type StateResource, shown } from "./pulumi-state";
import { hidden } from "./resource-objects";
import type { Found } from "./source";

const prefix = "pulumi-nodejs:dynamic/rabbitmq:";

/** Whether JSON is the export of a stack that has resources of this library. */
export function isStackState(json: unknown): boolean {
  return resourcesIn(json).some(({ type }) => type.startsWith(prefix));
}

/** The objects that a stack of this library manages, from `pulumi stack export --show-secrets`. */
export function objectsOfStack(json: unknown): Found {
  const own = resourcesIn(json).filter(({ type, external, delete: isDeleted }) => {
    return type.startsWith(prefix) && !external && !isDeleted;
  });
  const found = own.map((resource) => {
    const kind = resource.type.slice(prefix.length);
    const { args } = split(shown(resource.outputs ?? {}) as Fields);
    return kind === "Topology" ? inTopology(resource, args) : ofKind(resource, kind, args);
  });
  return { objects: found.flatMap(({ objects }) => objects), left: found.flatMap(({ left }) => left) };
}

function inTopology(resource: StateResource, args: Fields): Found {
  const unseen = Object.keys(args).filter((key) => args[key] === unknownValue);
  const left = unseen.map((key) => ({ what: `${key} of ${titleOf(resource)}`, reason: encrypted }));
  const all = unseen.includes("vhost") ? [] : objectsIn(args);
  return { objects: all.map(({ kind, args }) => inOwnKind({ kind: kind.name, args })), left };
}

function ofKind(resource: StateResource, kind: string, args: Fields): Found {
  if (!Object.hasOwn(kinds, kind)) return { objects: [], left: [] };
  const { secrets } = kinds[kind as keyof typeof kinds];
  const needed = Object.keys(args).filter((field) => hasUnknown(args[field]) && !secrets.includes(field as never));
  if (needed.length > 0) {
    return { objects: [], left: [{ what: titleOf(resource), reason: `its ${needed.join(", ")} is ${encrypted}` }] };
  }
  const object = { kind, args, logicalName: nameIn(resource) };
  return { objects: [inOwnKind(object)], left: hidden(object, encrypted) };
}

function resourcesIn(json: unknown): readonly StateResource[] {
  const { deployment } = (json ?? {}) as { deployment?: Deployment };
  return Array.isArray(deployment?.resources) ? deployment.resources : [];
}

function titleOf(resource: StateResource): string {
  return `${resource.type.slice(prefix.length)} "${nameIn(resource)}"`;
}
