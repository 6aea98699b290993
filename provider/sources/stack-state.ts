import type { Fields } from "../../model/object";
import { kinds } from "../kinds";
import { split } from "../options";
import { hasUnknown, unknownValue } from "../unknown";
import { inOwnKind } from "./from-item";
import { isOwnType, kindIn, objectsOfResource } from "./of-resource";
import { type Deployment, encrypted, nameIn, type StateResource, shown } from "./pulumi-state";
import { hidden } from "./resource-objects";
import type { Found } from "./source";

/** Whether JSON is the export of a stack that has resources of this library. */
export function isStackState(json: unknown): boolean {
  return resourcesIn(json).some(({ type }) => isOwnType(type));
}

/** The objects that a stack of this library manages, from `pulumi stack export --show-secrets`. */
export function objectsOfStack(json: unknown): Found {
  const own = resourcesIn(json).filter(({ type, external, delete: isDeleted }) => {
    return isOwnType(type) && !external && !isDeleted;
  });
  const found = own.map((resource) => {
    const { args } = split(shown(resource.outputs ?? {}) as Fields);
    return kindIn(resource.type) === "Topology" ? inTopology(resource, args) : ofKind(resource, args);
  });
  return { objects: found.flatMap(({ objects }) => objects), left: found.flatMap(({ left }) => left) };
}

function inTopology(resource: StateResource, args: Fields): Found {
  const unseen = Object.keys(args).filter((key) => args[key] === unknownValue);
  const left = unseen.map((key) => ({ what: `${key} of ${titleOf(resource)}`, reason: encrypted }));
  const all = unseen.includes("vhost") ? [] : objectsOfResource(resource.type, args);
  return { objects: all.map((object) => inOwnKind(object)), left };
}

function ofKind(resource: StateResource, args: Fields): Found {
  const [found] = objectsOfResource(resource.type, args);
  if (!found) return { objects: [], left: [] };
  const { secrets } = kinds[found.kind as keyof typeof kinds];
  const needed = Object.keys(args).filter((field) => hasUnknown(args[field]) && !secrets.includes(field as never));
  if (needed.length > 0) {
    return { objects: [], left: [{ what: titleOf(resource), reason: `its ${needed.join(", ")} is ${encrypted}` }] };
  }
  const object = { ...found, logicalName: nameIn(resource) };
  return { objects: [inOwnKind(object)], left: hidden(object, encrypted) };
}

function resourcesIn(json: unknown): readonly StateResource[] {
  const { deployment } = (json ?? {}) as { deployment?: Deployment };
  return Array.isArray(deployment?.resources) ? deployment.resources : [];
}

function titleOf(resource: StateResource): string {
  return `${kindIn(resource.type)} "${nameIn(resource)}"`;
}
