import type { Fields } from "../../model/object";
import { kindNamed } from "../kinds";
import { isArgument } from "../options";
import { hasUnknown, unknownValue } from "../unknown";
import { inOwnKind } from "./from-item";
import { isOwnType, isTopologyType, objectsOfResource } from "./of-resource";
import { type Deployment, encrypted, nameIn, type StateResource, shown } from "./pulumi-state";
import { hidden } from "./resource-objects";
import type { Found, Source } from "./source";

/** Whether it is the state of a stack that has resources of this library. */
export function isStackState({ resources }: Deployment): boolean {
  return resources?.some(({ type }) => isOwnType(type)) ?? false;
}

/** A stack of this library, from `pulumi stack export --show-secrets`. */
export function stackState(file: string, deployment: Deployment): Source {
  return { title: `the stack in ${file}`, read: async () => objectsOfStack(deployment) };
}

/** The objects that a stack of this library manages. */
export function objectsOfStack({ resources }: Deployment): Found {
  const own = (resources ?? []).filter(({ type, external, delete: isDeleted }) => {
    return isOwnType(type) && !external && !isDeleted;
  });
  const found = own.map((resource) => (isTopologyType(resource.type) ? inTopology(resource) : ofKind(resource)));
  return { objects: found.flatMap(({ objects }) => objects), left: found.flatMap(({ left }) => left) };
}

function inTopology(resource: StateResource): Found {
  const properties = propertiesOf(resource);
  const unseen = Object.keys(properties).filter((key) => isArgument(key) && properties[key] === unknownValue);
  const left = unseen.map((key) => ({ what: `${key} of ${titleOf(resource)}`, reason: encrypted }));
  return { objects: unseen.includes("vhost") ? [] : objectsOfResource(resource.type, properties).map(inOwnKind), left };
}

function ofKind(resource: StateResource): Found {
  const [object] = objectsOfResource(resource.type, propertiesOf(resource));
  if (!object) return { objects: [], left: [] };
  const args = { ...object.args };
  const { secrets } = kindNamed(object.kind);
  const needed = Object.keys(args).filter((field) => hasUnknown(args[field]) && !secrets.includes(field));
  if (needed.length > 0) {
    return { objects: [], left: [{ what: titleOf(resource), reason: `its ${needed.join(", ")} is ${encrypted}` }] };
  }
  const found = { kind: object.kind, args, logicalName: nameIn(resource) };
  return { objects: [inOwnKind(found)], left: hidden(found, encrypted) };
}

function propertiesOf({ outputs = {} }: StateResource): Fields {
  return shown(outputs) as Fields;
}

function titleOf(resource: StateResource): string {
  return `${resource.type.split(":").at(-1)} "${nameIn(resource)}"`;
}
