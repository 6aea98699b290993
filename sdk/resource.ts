import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../model/object";
import type { Plain, Reference } from "../model/value";
import type { ProviderName } from "../provider";
import type { Kind } from "../provider/kind";
import { type KindName, kinds } from "../provider/kinds";
import { hidden } from "../provider/options";
import { declare } from "./program/declared";
import { complete, deletedWith, fromReferences, isReference, remember } from "./program/reference";
import { Provider } from "./provider";

/** What a resource gives back: each argument as an output, `Defaults` filled in. What else is not declared is `undefined`. */
export type Outputs<Args, Defaults extends keyof Args = never> = {
  readonly [Key in keyof Args]-?: pulumi.Output<Plain<Key extends Defaults ? NonNullable<Args[Key]> : Args[Key]>>;
};

/** A resource for one object on the broker. */
export type Resource<Name extends string, Args, Defaults extends keyof Args = never> = pulumi.CustomResource &
  Pick<Reference<Name>, "kind"> &
  Outputs<Args, Defaults>;

/** The class of one kind of resource. */
export interface ResourceClass<Name extends string, Args, Defaults extends keyof Args = never> {
  /**
   * Declares the object. With the option `import: "<id>"`, one that exists already is taken over, and changed to what is
   * declared here where the broker can do that in place.
   */
  new (name: string, args: Args, opts?: pulumi.CustomResourceOptions): Resource<Name, Args, Defaults>;
  /** Reads an object that something else declares. It must exist. Its id is its address, percent-encoded: `vhost/name`. */
  get<Instance>(
    this: new (
      name: string,
      args: Args,
      opts?: pulumi.CustomResourceOptions,
    ) => Instance,
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Instance;
  /** Whether a value is a resource of this kind, also of another copy of this package. */
  isInstance(value: unknown): value is Resource<Name, Args, Defaults>;
}

/**
 * Makes the class of one kind. What it does is the provider's: here are names, references and secrets only.
 * @internal
 */
export function resource<Name extends KindName, Args extends object, Defaults extends keyof Args = never>(
  kind: Name,
): ResourceClass<Name, Args, Defaults> {
  const type = typeOf(kind);
  const { schema, outputs = [], secrets = [] }: Kind = kinds[kind];
  /** Pulumi makes an output of each property that it is given, be it undefined. */
  const properties = Object.fromEntries([...Object.keys(schema), ...outputs].map((property) => [property, undefined]));

  class Instance extends pulumi.CustomResource {
    /** @internal Policy packs find the class by it. */
    static readonly __pulumiType = type;

    constructor(name: string, args: Args, options: pulumi.CustomResourceOptions = {}) {
      const { hiddenInputs, opts } = optionsOf(kind, name, options);
      const given = complete(kind, { ...args } as Fields);
      const inputs = { ...properties, ...prepare(secrets, given), ...hiddenInputs };
      super(
        type,
        name,
        inputs,
        pulumi.mergeOptions({ additionalSecretOutputs: [...secrets], ...deletedWith(given) }, opts),
      );
      remember(this, given);
      declare(this, () => [{ kind, args: given, reference: isReference(this) ? this : undefined }]);
    }

    get kind(): Name {
      return kind;
    }

    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Instance {
      return new this(name, {} as Args, { ...opts, id });
    }

    static override isInstance(value: unknown): value is Instance {
      return pulumi.CustomResource.isInstance(value) && "kind" in value && value.kind === kind;
    }
  }
  return Instance as unknown as ResourceClass<Name, Args, Defaults>;
}

/** @internal */
export function typeOf(kind: ProviderName): string {
  return `pulumi-nodejs:dynamic/rabbitmq:${kind}`;
}

/**
 * Fields as they are sent: names instead of resources, and secrets as such.
 * @internal
 */
export function prepare(secrets: readonly string[], given: Fields): Fields {
  const known = secrets.filter((key) => given[key] !== undefined);
  return { ...fromReferences(given), ...Object.fromEntries(known.map((key) => [key, pulumi.secret(given[key])])) };
}

/**
 * The options that the provider has to know of, as hidden inputs, and those that the engine sees to.
 * @internal
 */
export function optionsOf(
  kind: ProviderName,
  name: string,
  { import: imported, ...opts }: pulumi.CustomResourceOptions,
): { hiddenInputs: Fields; opts: pulumi.CustomResourceOptions } {
  if (opts.provider && !Provider.isInstance(opts.provider)) {
    throw new pulumi.ResourceError(`"${name}": the option provider must be a rabbitmq.Provider`, undefined);
  }
  const { retainOnDelete: isRetained, id } = opts;
  const sent = { imports: imported, isRetained, isLookup: id !== undefined, provider: providerText(kind) };
  return { hiddenInputs: hidden(sent), opts };
}

/**
 * What Pulumi keeps in the state to find the provider again: constant, so that upgrades reach old resources, and free of
 * captured values. With pnpm a package that is no direct dependency is visible from Pulumi's own module only.
 * @internal
 */
export function providerText(kind: ProviderName): string {
  return `let m='pulumi-rabbitmq-topology/provider',r=require;try{r=r(m)}catch{r=r.main.require(m)}exports.handler=()=>r.lifecycle('${kind}')`;
}
