import type { BrokerObject, Fields } from "../model/object";
import { shortHash } from "./hash";
import type { OnExisting } from "./management/settings";
import { unknownValue } from "./unknown";

/**
 * The names of the hidden properties of a resource, which are not arguments of its kind. States contain these names, so
 * the meaning of a name must never change. Only this file uses them.
 */
const names = {
  provider: "__provider",
  resource: "__resource",
  imports: "__import",
  isLookup: "__get",
  isRetained: "__retain",
  // Each resource has a property __protect of Pulumi's own.
  isProtected: "__protected",
  secrets: "__secrets",
  elsewhere: "__elsewhere",
  lost: "__lost",
  by: "__by",
} as const;

/**
 * The argument that each class has beside those of its kind. It has no hidden name, so that a transformation can set it
 * for all resources of a program.
 */
const onExisting = "onExisting";

/** What the program sets for a resource beside its arguments. */
export interface Options {
  /** The label of the resource, unique in its program: Pulumi gives a provider no URN. */
  readonly resource?: string | undefined;
  /** The option `import`: the id of the object that this resource may take over. */
  readonly imports?: string | undefined;
  /** Set by `.get()`: the object must exist. */
  readonly isLookup?: boolean | undefined;
  /** The option `retainOnDelete`: the object must not be deleted, not even for a replacement. */
  readonly isRetained?: boolean | undefined;
  /** Of a topology only: the option `protect`, for its objects that do not set it themselves. */
  readonly isProtected?: boolean | undefined;
  /** What to do if the object exists already. @default that of the provider */
  readonly onExisting?: OnExisting | undefined;
}

/** The hidden properties that the SDK sends from the program. */
interface Sent extends Omit<Options, "onExisting"> {
  /** The text from which Pulumi loads the provider. */
  readonly provider?: string;
  /** The texts that the program marked as secrets, as an output or known. */
  readonly secrets?: unknown;
  /** Of a topology only: the objects that the program declares outside it, as a text or a promise of one. */
  readonly elsewhere?: unknown;
}

/** A resource's properties, split into their parts. */
export interface Properties {
  readonly args: Fields;
  readonly options: Options;
  /** The options that are copied unchanged to the state. */
  readonly kept: Fields;
  /** The objects that an earlier run deleted along with this one and could not restore. */
  readonly lost: readonly BrokerObject[];
  readonly elsewhere: string | undefined;
  /** The texts that no line must show. */
  readonly secrets: readonly string[];
  /** Of a state only: the mark of the resource that declared it. */
  readonly by: string | undefined;
}

/** What only the outputs of a resource contain, beside its inputs and the broker's values. */
interface Kept {
  /** The objects that this run deleted along with this one and could not restore. */
  readonly lost?: readonly BrokerObject[];
  /** The mark of the resource. */
  readonly by?: string | undefined;
}

/** The options as hidden inputs of a resource. */
export function hidden(sent: Sent): Fields {
  const entries = Object.entries(sent).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(entries.map(([option, value]) => [names[option as keyof typeof names], value]));
}

/** Splits a resource's properties into their parts. */
export function split(properties: Fields): Properties {
  const entries = Object.entries(properties);
  const of = <Value>(name: string) => properties[name] as Value | undefined;
  return {
    args: Object.fromEntries(entries.filter(([name]) => isArgument(name))),
    options: {
      resource: of(names.resource),
      imports: of(names.imports),
      isLookup: of(names.isLookup),
      isRetained: of(names.isRetained),
      isProtected: of(names.isProtected),
      onExisting: of(onExisting),
    },
    kept: Object.fromEntries(entries.filter(([name]) => isOption(name) && !isTemporary(name))),
    lost: of(names.lost) ?? [],
    elsewhere: of(names.elsewhere),
    secrets: textsOf(properties[names.secrets]),
    by: of(names.by),
  };
}

/** The properties as the outputs of the state: without what is for `check` only, and with what only the state keeps. */
export function forState(properties: Fields, { lost = [], by }: Kept): Fields {
  const { args, kept } = split(properties);
  return {
    ...args,
    ...kept,
    ...(by !== undefined && { [names.by]: by }),
    ...(lost.length > 0 && { [names.lost]: lost }),
  };
}

/**
 * A short text that stands for a resource in its own state. Pulumi gives a provider no URN, and the whole label would
 * make small states a tenth larger.
 */
export function markOf(label: string): string {
  return shortHash(label);
}

/** The same properties with another `import`, or with none: after everything is taken over, the option has no use. */
export function withImport(properties: Fields, imports?: string): Fields {
  const { [names.imports]: _, ...rest } = properties;
  return { ...rest, ...hidden({ imports }) };
}

/** In a preview, the texts may be unknown. */
function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string" && text !== unknownValue) : [];
}

/** Whether a property is an argument of the kind, and not for this library or Pulumi only. */
export function isArgument(name: string): boolean {
  return !isOption(name);
}

function isOption(name: string): boolean {
  return name.startsWith("__") || name === onExisting;
}

/** Properties that are not copied: some are for `check` only, the others only outputs have. */
function isTemporary(name: string): boolean {
  return [names.resource, names.elsewhere, names.lost, names.by].some((each) => each === name);
}
