import type * as pulumi from "@pulumi/pulumi";
import type { Plain } from "../../model/value";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { complete } from "../program/reference";
import { type Lookup, type LookupOutput, lookup } from "./lookup";

/** Arguments that the broker does not have: only this library uses them, or the broker keeps only a hash. */
type NotOnBroker = "forceDestroy" | "onReplace" | "closeConnections" | "password";

/**
 * What a lookup finds of an object: the arguments with which a program would declare it, and what the broker adds. An
 * argument that it does not have is `undefined`.
 */
export type Found<Resource> = {
  readonly [Key in keyof Resource as Exclude<
    Key,
    keyof pulumi.CustomResource | "kind" | NotOnBroker
  >]: Resource[Key] extends pulumi.Output<infer Value> ? Value : never;
} & {
  /** The id for the option `import` and for `get`. */
  readonly id: string;
};

/** The class of a kind. */
interface KindClass<Name extends KindName, Args, Instance> {
  new (name: string, args: Args, opts?: pulumi.CustomResourceOptions): Instance & { readonly kind: Name };
}

/** The arguments of a function that gives a promise: names in place of resources, and no outputs. */
export type PlainOf<Args> = { readonly [Key in keyof Args]: Plain<Args[Key]> };
/** The arguments that the list needs: see `Kind.listedBy`. */
type Container<Args> = Required<Pick<Args, Extract<keyof Args, "vhost" | "component">>>;

/** The name of the lists: `Queues`, `Policies`; a name that is a plural already gets "All" before it. */
type Plural<Name extends string> = Name extends `${string}s`
  ? `All${Name}`
  : Name extends `${infer Stem}y`
    ? `${Stem}ies`
    : `${Name}s`;

type Lookups<Name extends string, Ids, Instance> = {
  readonly [Key in `get${Name}`]: Lookup<PlainOf<Ids>, Found<Instance>>;
} & {
  readonly [Key in `get${Name}Output`]: LookupOutput<Ids, Found<Instance>>;
} & {
  readonly [Key in `get${Plural<Name>}`]: Lookup<PlainOf<Container<Ids>>, Found<Instance>[]>;
} & {
  readonly [Key in `get${Plural<Name>}Output`]: LookupOutput<Container<Ids>, Found<Instance>[]>;
};

/**
 * Makes the lookups of a kind from its class and the arguments that identify its objects: of one object by these, and of
 * all objects, of those in one vhost if the kind is in a vhost.
 * @internal
 */
export function lookups<Name extends KindName, Args, Instance, Id extends keyof Args & string = never>(
  { prototype }: KindClass<Name, Args, Instance>,
  ...identity: Id[]
): Lookups<Name, Pick<Args, Id>, Instance> {
  const name = (prototype as { kind: Name }).kind;
  const { secrets }: Kind = kinds[name];
  const common = { secrets, complete: (args: Parameters<typeof complete>[1]) => complete(name, args) };
  const single = lookup({
    ...common,
    name: `get${name}`,
    hasArgs: identity.length > 0,
    isList: false,
    question: ({ oneOf }) => oneOf(name),
  });
  const all = lookup({
    ...common,
    name: `get${plural(name)}`,
    hasArgs: (identity as string[]).includes("vhost"),
    isList: true,
    question: ({ allOf }) => allOf(name),
  });
  return {
    [`get${name}`]: single.plain,
    [`get${name}Output`]: single.output,
    [`get${plural(name)}`]: all.plain,
    [`get${plural(name)}Output`]: all.output,
  } as unknown as Lookups<Name, Pick<Args, Id>, Instance>;
}

/** @internal */
export function plural(name: string): string {
  if (name.endsWith("s")) return `All${name}`;
  return name.endsWith("y") ? `${name.slice(0, -1)}ies` : `${name}s`;
}
