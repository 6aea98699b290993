import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import type { Reference } from "../../model/value";
import { type KindName, kinds } from "../../provider/kinds";
import { TopologyPart } from "./topology-part";

/** A resource of this package, or a part of a `Topology`. */
export type AnyReference =
  | (Reference<KindName> & pulumi.CustomResource & { vhost?: pulumi.Output<string> })
  | TopologyPart;

export function isReference(value: unknown): value is AnyReference {
  if (TopologyPart.isInstance(value)) return true;
  return pulumi.CustomResource.isInstance(value) && "kind" in value && "name" in value;
}

/** The resource that declares it, for `dependsOn`; none for a topology part whose topology is not made yet. */
export function resourceOf(reference: AnyReference): pulumi.Resource[] {
  const resource = TopologyPart.isInstance(reference) ? reference.topology : reference;
  return resource ? [resource] : [];
}

/** Replaces each reference, at any depth, by its name: an output, so that Pulumi records the dependency. */
export function fromReferences(args: Fields): Fields {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, fromReferencesWithin(value)]));
}

/** The same for any value. */
export function fromReferencesWithin(value: unknown): unknown {
  if (isReference(value)) return value.name;
  if (Array.isArray(value)) return value.map(fromReferencesWithin);
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value) || value instanceof Promise)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromReferencesWithin(inner)]));
}

/** All references in a value, at any depth of lists and objects. */
export function referencesWithin(value: unknown): AnyReference[] {
  if (isReference(value)) return [value];
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return [];
  return Object.values(value).flatMap(referencesWithin);
}

/** Adds the arguments that follow from references to other objects. */
export function complete(kind: string, args: Fields): Fields {
  return kind === "Binding" ? completeBinding(args) : args;
}

/** A binding gets its vhost from its source or destination, and its destination type from the destination's kind. */
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

/** The arguments of each resource, as the program gave them. */
const given = new WeakMap<pulumi.Resource, Fields>();
/** Vhosts that Pulumi does not delete. */
const retained = new WeakSet<pulumi.Resource>();
export function argumentsGiven(reference: AnyReference): Fields {
  return TopologyPart.isInstance(reference) ? reference.args : (given.get(reference) ?? {});
}

/** Records a resource's arguments, for other resources that refer to it. */
export function remember(resource: pulumi.CustomResource, args: Fields, isRetained: boolean): void {
  given.set(resource, args);
  if (isRetained) retained.add(resource);
}

/** The name of a reference, or the text itself; `undefined` if the name is an output. */
export function nameOf(value: unknown): string | undefined {
  const name = isReference(value) ? argumentsGiven(value)["name"] : value;
  return typeof name === "string" ? name : undefined;
}

/** The option `deletedWith` for objects in a vhost with `forceDestroy: true`: the broker deletes them with the vhost. */
export function deletedWith({ vhost }: Fields): pulumi.CustomResourceOptions {
  const isForced =
    pulumi.CustomResource.isInstance(vhost) && given.get(vhost)?.["forceDestroy"] === true && !retained.has(vhost);
  return isForced ? { deletedWith: vhost } : {};
}

/**
 * The references to objects in another vhost than the arguments' own, each as a problem, if both vhosts are text in the program.
 * RabbitMQ looks up names in one vhost only.
 */
export function otherVHostsIn(args: Fields): string[] {
  const vhost = nameOf(args["vhost"]);
  if (vhost === undefined) return [];
  return Object.entries(args).flatMap(([key, value]) =>
    referencesWithin(value).flatMap((reference) => {
      const theirs = nameOf(argumentsGiven(reference)["vhost"]);
      if (theirs === undefined || theirs === vhost) return [];
      const { kind } = reference;
      return `${key} is the ${kinds[kind].noun} ${JSON.stringify(nameOf(reference))} in vhost ${JSON.stringify(theirs)}, but this object is in vhost ${JSON.stringify(vhost)}, where RabbitMQ would look for it`;
    }),
  );
}
