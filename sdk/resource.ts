import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Fields } from "../model/object";
import type { Plain, Reference } from "../model/value";
import type { ProviderName } from "../provider";
import { omit } from "../provider/fields";
import type { Kind } from "../provider/kind";
import { type KindName, kinds } from "../provider/kinds";
import { hidden } from "../provider/options";
import type { ExistingArgs } from "./existing-args";
import { declare } from "./program/declared";
import { labelOf } from "./program/label";
import { withoutLost, withoutTexts } from "./program/lost";
import { dependsOnNamed, namedIn } from "./program/named";
import { complete, deletedWith, fromReferences, isReference, otherVHostsIn, remember } from "./program/reference";
import { secretTexts } from "./program/secret-texts";
import { afterTransformations, recordTransformations } from "./program/transformed";
import { Provider } from "./provider";
import { providerText, typeOf } from "./provider-text";

/** The outputs of a resource, one for each argument. An argument that is not given is `undefined`, unless it is one of `Defaults`. */
export type Outputs<Args, Defaults extends keyof Args = never> = {
  readonly [Key in keyof Args]-?: pulumi.Output<Plain<Key extends Defaults ? NonNullable<Args[Key]> : Args[Key]>>;
};

/** A resource for one object on the broker. */
export type Resource<Name extends string, Args, Defaults extends keyof Args = never> = pulumi.CustomResource &
  Pick<Reference<Name>, "kind"> &
  Outputs<Args, Defaults>;

/** The class of one kind of resource. */
export interface ResourceClass<Name extends string, Args, Defaults extends keyof Args = never> {
  // Without documentation of its own, so that editors show that of the class.
  new (name: string, args: Args & ExistingArgs, opts?: pulumi.CustomResourceOptions): Resource<Name, Args, Defaults>;
  /** Reads an object that another program declares. It must exist. The id is percent-encoded, such as `vhost/name`. */
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
 * Makes the class of one kind. The class turns references into names and marks secrets; everything else is done by the
 * provider.
 * @internal
 */
export function resource<Name extends KindName, Args extends object, Defaults extends keyof Args = never>(
  kind: Name,
): ResourceClass<Name, Args, Defaults> {
  const type = typeOf(kind);
  const { schema, outputs = [], secrets }: Kind = kinds[kind];
  const properties = Object.keys(schema);
  /** The properties that the provider always sets. Pulumi makes an output for each input, also for an undefined one. */
  const filledIn = undefinedValues([...properties.filter((property) => hasDefault(schema[property])), ...outputs]);
  const all = undefinedValues([...properties, ...outputs]);

  class Instance extends pulumi.CustomResource {
    /** @internal Policy packs find the class by this type. */
    static readonly __pulumiType = type;

    constructor(name: string, args: Args, options: pulumi.CustomResourceOptions = {}) {
      const { hiddenInputs, opts, label: by } = optionsOf(kind, name, options);
      const given = complete(kind, { ...args } as Fields);
      const kept = withoutLost(given, by, { known: properties, prototype: Instance.prototype });
      const [problem] = otherVHostsIn(given);
      if (problem) throw new pulumi.ResourceError(`${by}: ${problem}`, undefined);
      const inputs = withoutTexts({
        ...(mayGetOtherValues(opts) ? all : filledIn),
        ...prepare(secrets, kept),
        ...hiddenInputs,
        ...hidden({ secrets: secretTexts(omit(kept, secrets)) }),
      });
      const implied = {
        additionalSecretOutputs: [...secrets],
        ...deletedWith(given),
        ...dependsOnNamed(() => this, namedIn({ kind, args: given })),
      };
      const merged = pulumi.mergeOptions(implied, opts);
      // Pulumi records the stack of each promise, only to search for leaks. That takes a third of a program's time.
      const { stackTraceLimit } = Error;
      if (!isSearchingLeaks) Error.stackTraceLimit = 0;
      try {
        super(type, name, inputs, merged);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
      const effective = afterTransformations(this, given, inputs);
      remember(this, effective, opts.retainOnDelete === true);
      declare(this, () => [{ kind, args: effective, by, reference: isReference(this) ? this : undefined }]);
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
  recordTransformations(Instance.prototype);
  for (const property of properties) Object.defineProperty(Instance.prototype, property, outputOnDemand(property));
  return Instance as unknown as ResourceClass<Name, Args, Defaults>;
}

/** Whether the engine may return values of properties that the program does not give. */
function mayGetOtherValues({ id, ignoreChanges = [], transforms = [] }: pulumi.CustomResourceOptions): boolean {
  return id !== undefined || ignoreChanges.length + transforms.length > 0;
}

const isSearchingLeaks = Boolean(process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);

function undefinedValues(properties: readonly string[]): Fields {
  return Object.fromEntries(properties.map((property) => [property, undefined]));
}

/** Whether the provider sets a default for the property if the program does not give it. */
function hasDefault(schema: z.ZodType | undefined): boolean {
  const result = schema?.safeParse(undefined);
  return result?.success === true && result.data !== undefined;
}

/**
 * The output of a property that the program does not give, made when the program reads it. Pulumi would make four promises
 * for each such property of each resource, and a queue has thirty. Pulumi calls the setter for properties that are given.
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

/**
 * The arguments as the provider gets them: references become names, secret arguments become Pulumi secrets.
 * @internal
 */
export function prepare(secrets: readonly string[], given: Fields): Fields {
  const known = secrets.filter((key) => given[key] !== undefined);
  return { ...fromReferences(given), ...Object.fromEntries(known.map((key) => [key, pulumi.secret(given[key])])) };
}

/**
 * The options that the provider needs, as hidden inputs, and the options for the engine. The engine does not get `import`,
 * since it cannot import dynamic resources. `label` identifies the resource in messages.
 * @internal
 */
export function optionsOf(
  kind: ProviderName,
  name: string,
  // An object is replaced by its provider, with its guards: the engine would delete its bindings before it asks.
  { import: imported, deleteBeforeReplace: _, ...opts }: pulumi.CustomResourceOptions,
): { hiddenInputs: Fields; opts: pulumi.CustomResourceOptions; label: string } {
  if (opts.provider && !Provider.isInstance(opts.provider)) {
    throw new pulumi.ResourceError(`"${name}": the option provider must be a rabbitmq.Provider`, undefined);
  }
  const { retainOnDelete: isRetained, id } = opts;
  const label = labelOf(kind, name, opts.parent);
  const sent = {
    ...(id === undefined && { resource: label }),
    imports: imported,
    isRetained,
    isLookup: id !== undefined,
    provider: providerText(kind),
  };
  return { hiddenInputs: hidden(sent), opts, label };
}
