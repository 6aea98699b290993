import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
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
  const { schema, outputs = [], secrets }: Kind = kinds[kind];
  const properties = Object.keys(schema);
  /** Pulumi makes an output of each property that it is given, be it undefined: of all where nobody declares any. */
  const filledIn = absent([...properties.filter((property) => hasDefault(schema[property])), ...outputs]);
  const all = absent([...properties, ...outputs]);

  class Instance extends pulumi.CustomResource {
    /** @internal Policy packs find the class by it. */
    static readonly __pulumiType = type;

    constructor(name: string, args: Args, options: pulumi.CustomResourceOptions = {}) {
      const { hiddenInputs, opts } = optionsOf(kind, name, options);
      const given = complete(kind, { ...args } as Fields);
      const inputs = { ...(mayHaveOther(opts) ? all : filledIn), ...prepare(secrets, given), ...hiddenInputs };
      const merged = pulumi.mergeOptions({ additionalSecretOutputs: [...secrets], ...deletedWith(given) }, opts);
      // Pulumi keeps the stack of each promise that it makes, for its search for leaks alone: a third of a program's time.
      const { stackTraceLimit } = Error;
      if (!isSearchingLeaks) Error.stackTraceLimit = 0;
      try {
        super(type, name, inputs, merged);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
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
  for (const property of properties) Object.defineProperty(Instance.prototype, property, outputOnDemand(property));
  return Instance as unknown as ResourceClass<Name, Args, Defaults>;
}

/** Whether the engine may give back values of properties that the program does not declare. */
function mayHaveOther({ id, ignoreChanges = [], transforms = [] }: pulumi.CustomResourceOptions): boolean {
  return id !== undefined || ignoreChanges.length + transforms.length > 0;
}

const isSearchingLeaks = Boolean(process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);

function absent(properties: readonly string[]): Fields {
  return Object.fromEntries(properties.map((property) => [property, undefined]));
}

/** Whether the provider fills it in where the program does not declare it. */
function hasDefault(schema: z.ZodType | undefined): boolean {
  const result = schema?.safeParse(undefined);
  return result?.success === true && result.data !== undefined;
}

/**
 * The output of a property that nobody declares, made when somebody reads it: Pulumi would make four promises of each for
 * each resource, and a queue has thirty. Pulumi sets those that it is given.
 */
function outputOnDemand(property: string): PropertyDescriptor & ThisType<pulumi.CustomResource> {
  return {
    get() {
      return this.urn.apply(() => undefined);
    },
    set(value) {
      Object.defineProperty(this, property, { value, enumerable: true, writable: true, configurable: true });
    },
  };
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
