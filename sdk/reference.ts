import * as pulumi from "@pulumi/pulumi";
import type { KindName } from "../provider/kinds";
import type { Reference } from "../provider/value";

export type Arguments = Record<string, unknown>;

/** One of this package's resources. */
export type AnyReference = Reference<KindName> & pulumi.CustomResource & { readonly vhost?: pulumi.Output<string> };

export function isReference(value: unknown): value is AnyReference {
  return pulumi.CustomResource.isInstance(value) && "kind" in value && "name" in value;
}

/** Resources become their names: outputs, so that Pulumi knows the dependency. */
export function fromReferences(args: Arguments): Arguments {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, isReference(value) ? value.name : value]));
}

/** The same, however deep in lists and objects they are. */
export function fromReferencesWithin(value: unknown): unknown {
  if (isReference(value)) return value.name;
  if (Array.isArray(value)) return value.map(fromReferencesWithin);
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromReferencesWithin(inner)]));
}

/** All resources in there. */
export function referencesWithin(value: unknown): AnyReference[] {
  if (isReference(value)) return [value];
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return [];
  return Object.values(value).flatMap(referencesWithin);
}

/** A binding is in the vhost of what it binds, and the class of its destination is the destination's type. */
export function completeBinding(args: Arguments): Arguments {
  const { source, destination } = args;
  const neighbour = [source, destination].find(isReference);
  return {
    ...(neighbour && { vhost: argumentsGiven(neighbour)["vhost"] ?? neighbour.vhost }),
    ...(isReference(destination) && { destinationType: destination.kind === "Exchange" ? "exchange" : "queue" }),
    ...args,
  };
}

/** The arguments that a resource was given. */
const given = new WeakMap<pulumi.Resource, Arguments>();
export const argumentsGiven = (resource: pulumi.Resource): Arguments => given.get(resource) ?? {};
/** Vhosts of `forceDestroy: true`: one request deletes them with everything in them. */
const forced = new WeakSet<pulumi.Resource>();

/** Keeps of a resource's arguments what those that refer to it need. */
export function remember(resource: pulumi.CustomResource, args: Arguments): void {
  given.set(resource, args);
  if (args["forceDestroy"] === true) forced.add(resource);
  if (isReference(resource)) declared().push(resource);
}

/** Everything that this run of the program has declared so far: one process may run several programs, and several times. */
function declared(): AnyReference[] {
  const program = pulumi.runtime.getStackResource() ?? pulumi;
  const resources = declaredBy.get(program) ?? [];
  declaredBy.set(program, resources);
  return resources;
}
const declaredBy = new WeakMap<object, AnyReference[]>();

/** What the program declares in a vhost, as far as both names are written in it. */
export function declaredIn(vhost: string): { name: string; resource: AnyReference }[] {
  return declared()
    .filter((resource) => nameOf(argumentsGiven(resource)["vhost"]) === vhost)
    .flatMap((resource) => {
      const name = nameOf(resource);
      return name === undefined ? [] : [{ name, resource }];
    });
}

/** The name of an object where it is known without waiting for anything. */
function nameOf(value: unknown): string | undefined {
  const name = isReference(value) ? argumentsGiven(value)["name"] : value;
  return typeof name === "string" ? name : undefined;
}

/** The broker deletes everything in a vhost with the vhost, so that there nothing is left to ask of it. */
export function deletedWith({ vhost }: Arguments): pulumi.CustomResourceOptions {
  return isReference(vhost) && forced.has(vhost) ? { deletedWith: vhost } : {};
}
