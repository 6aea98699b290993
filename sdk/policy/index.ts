/** For policy packs: the objects in the resources of this library. It needs neither a broker nor a configuration. */
import type * as pulumi from "@pulumi/pulumi";
import { objectsOfResource } from "../../provider/sources/of-resource";
import type * as classes from "../kinds";

/** A resource as a policy pack gets it: the `args` of a resource policy, or one of the `args.resources` of a stack policy. */
export interface PolicyResource {
  /** Its type in Pulumi. */
  readonly type: string;
  /** Its properties. */
  readonly props: Readonly<Record<string, unknown>>;
}

/** The arguments of one object, under the names that they have in a program. What the program does not give may be absent. */
export type ObjectArgs<Instance> = {
  readonly [Key in keyof Instance as Exclude<
    Key,
    keyof pulumi.CustomResource | "kind"
  >]?: Instance[Key] extends pulumi.Output<infer Value> ? Value | undefined : never;
};

/** An object of one kind. */
export interface ObjectOfKind<Name extends string, Instance> {
  /** The name of its class, such as `Queue`. */
  readonly kind: Name;
  /** Its arguments. */
  readonly args: ObjectArgs<Instance>;
}

/** One object that a program declares. Its `kind` tells TypeScript which `args` it has. */
export type DeclaredObject = {
  [Name in keyof typeof classes]: (typeof classes)[Name] extends (new (
    ...args: never[]
  ) => infer Instance extends pulumi.CustomResource)
    ? ObjectOfKind<Name, Instance>
    : never;
}[keyof typeof classes];

/**
 * The objects that a resource declares: one, or all of a `Topology`, whose properties contain them as JSON. A resource of
 * another package has none. In a preview, to read an argument that is not known yet makes Pulumi leave the policy out.
 */
export function objectsOf({ type, props }: PolicyResource): DeclaredObject[] {
  return objectsOfResource(type, props) as DeclaredObject[];
}
