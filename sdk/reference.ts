import * as pulumi from "@pulumi/pulumi";
import type { KindName } from "../provider/kinds";
import type { Reference } from "../provider/value";

export type Arguments = Record<string, unknown>;

/** One of this package's resources. */
type AnyReference = Reference<KindName> & pulumi.CustomResource & { readonly vhost?: pulumi.Output<string> };

function isReference(value: unknown): value is AnyReference {
  return pulumi.CustomResource.isInstance(value) && "kind" in value && "name" in value;
}

/** Resources become their names: outputs, so that Pulumi knows the dependency. */
export function fromReferences(args: Arguments): Arguments {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, isReference(value) ? value.name : value]));
}

/** A binding is in the vhost of what it binds, and the class of its destination is the destination's type. */
export function completeBinding(args: Arguments): Arguments {
  const { source, destination } = args;
  const neighbour = [source, destination].find(isReference);
  return {
    ...(neighbour && { vhost: vhosts.get(neighbour) ?? neighbour.vhost }),
    ...(isReference(destination) && { destinationType: destination.kind === "Exchange" ? "exchange" : "queue" }),
    ...args,
  };
}

/** The vhost that a resource was given. */
const vhosts = new WeakMap<pulumi.Resource, unknown>();
/** Vhosts of `forceDestroy: true`: one request deletes them with everything in them. */
const forced = new WeakSet<pulumi.Resource>();

/** Keeps of a resource's arguments what those that refer to it need. */
export function remember(resource: pulumi.Resource, { vhost, forceDestroy }: Arguments): void {
  vhosts.set(resource, vhost);
  if (forceDestroy === true) forced.add(resource);
}

/** The broker deletes everything in a vhost with the vhost, so that there nothing is left to ask of it. */
export function deletedWith({ vhost }: Arguments): pulumi.CustomResourceOptions {
  return isReference(vhost) && forced.has(vhost) ? { deletedWith: vhost } : {};
}
