import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import type { Reference } from "../../model/value";
import type { KindName } from "../../provider/kinds";
import { TopologyPart } from "./topology-part";

/** One of this package's resources, or a part of one. */
export type AnyReference =
  | (Reference<KindName> & pulumi.CustomResource & { vhost?: pulumi.Output<string> })
  | TopologyPart;

export function isReference(value: unknown): value is AnyReference {
  if (TopologyPart.isInstance(value)) return true;
  return pulumi.CustomResource.isInstance(value) && "kind" in value && "name" in value;
}

/** The resource to wait for. */
export function resourceOf(reference: AnyReference): pulumi.Resource[] {
  const resource = TopologyPart.isInstance(reference) ? reference.topology : reference;
  return resource ? [resource] : [];
}

/** Resources become their names: outputs, so that Pulumi knows the dependency. */
export function fromReferences(args: Fields): Fields {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, isReference(value) ? value.name : value]));
}

/** The same, however deep in lists and objects they are. */
export function fromReferencesWithin(value: unknown): unknown {
  if (isReference(value)) return value.name;
  if (Array.isArray(value)) return value.map(fromReferencesWithin);
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value) || value instanceof Promise)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromReferencesWithin(inner)]));
}

/** All resources in there. */
export function referencesWithin(value: unknown): AnyReference[] {
  if (isReference(value)) return [value];
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return [];
  return Object.values(value).flatMap(referencesWithin);
}

/** Fills in what follows from references to others. */
export function complete(kind: string, args: Fields): Fields {
  return kind === "Binding" ? completeBinding(args) : args;
}

/** A binding is in the vhost of what it binds, and the class of its destination is the destination's type. */
function completeBinding(args: Fields): Fields {
  const { source, destination } = args;
  const neighbour = [source, destination].find(isReference);
  const read = neighbour && "vhost" in neighbour ? neighbour.vhost : undefined;
  return {
    ...(neighbour && { vhost: argumentsGiven(neighbour)["vhost"] ?? read }),
    ...(isReference(destination) && { destinationType: destination.kind === "Exchange" ? "exchange" : "queue" }),
    ...args,
  };
}

/** The arguments that a resource was given. */
const given = new WeakMap<pulumi.Resource, Fields>();
export function argumentsGiven(reference: AnyReference): Fields {
  return TopologyPart.isInstance(reference) ? reference.args : (given.get(reference) ?? {});
}

/** Keeps of a resource's arguments what those that refer to it need. */
export function remember(resource: pulumi.CustomResource, args: Fields): void {
  given.set(resource, args);
}

/** A name where it is known without waiting for anything. */
export function nameOf(value: unknown): string | undefined {
  const name = isReference(value) ? argumentsGiven(value)["name"] : value;
  return typeof name === "string" ? name : undefined;
}

/** The broker deletes everything in a vhost with the vhost, so that there nothing is left to ask of it. */
export function deletedWith({ vhost }: Fields): pulumi.CustomResourceOptions {
  const isForced = pulumi.CustomResource.isInstance(vhost) && given.get(vhost)?.["forceDestroy"] === true;
  return isForced ? { deletedWith: vhost } : {};
}
