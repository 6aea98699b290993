import type { BrokerObject, Fields } from "../model/object";

/**
 * The names under which a resource's properties hold what is no argument of its kind. They stand in states, so none may
 * ever change its meaning. Nothing outside this file knows them.
 */
const names = {
  provider: "__provider",
  imports: "__import",
  isLookup: "__get",
  isRetained: "__retain",
  elsewhere: "__elsewhere",
  lost: "__lost",
} as const;

/** What the program says of a resource beside its arguments. */
export interface Options {
  /** The option `import`: the id of the object that this resource may take over. */
  readonly imports?: string | undefined;
  /** Set by `.get()`: the object must exist. */
  readonly isLookup?: boolean | undefined;
  /** The option `retainOnDelete`: the object must not be deleted, not even to be declared anew. */
  readonly isRetained?: boolean | undefined;
}

/** What the program's side sends. */
interface Sent extends Options {
  /** The text by which Pulumi finds the provider. */
  readonly provider?: string;
  /** A topology's own: what the program declares outside it, as text or a promise of it. */
  readonly elsewhere?: unknown;
}

/** What a resource's properties hold. */
export interface Properties {
  readonly args: Fields;
  readonly options: Options;
  /** The options as they stand in the properties, to be kept in the state as they are. */
  readonly kept: Fields;
  /** What an earlier run deleted along with the object and could not give back. */
  readonly lost: readonly BrokerObject[];
  readonly elsewhere: string | undefined;
}

/** The options as hidden inputs of a resource. */
export function hidden(sent: Sent): Fields {
  const entries = Object.entries(sent).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(entries.map(([option, value]) => [names[option as keyof typeof names], value]));
}

/** Tells a resource's properties apart. */
export function split(properties: Fields): Properties {
  const entries = Object.entries(properties);
  const of = <Value>(name: string) => properties[name] as Value | undefined;
  return {
    args: Object.fromEntries(entries.filter(([name]) => !isHidden(name))),
    options: {
      imports: of(names.imports),
      isLookup: of(names.isLookup),
      isRetained: of(names.isRetained),
    },
    kept: Object.fromEntries(entries.filter(([name]) => isHidden(name) && !isPassing(name))),
    lost: of(names.lost) ?? [],
    elsewhere: of(names.elsewhere),
  };
}

/** The properties of an object that lacks something: the next update finds there what it has to give back. */
export function withLost(properties: Fields, lost: readonly BrokerObject[]): Fields {
  const { args, kept } = split(properties);
  return { ...args, ...kept, ...(lost.length > 0 && { [names.lost]: lost }) };
}

/** The same options with another `import`, or with none: it is done with once everything is taken over. */
export function withImport(properties: Fields, imports?: string): Fields {
  const { [names.imports]: _, ...rest } = properties;
  return { ...rest, ...hidden({ imports }) };
}

function isHidden(name: string): boolean {
  return name.startsWith("__");
}

/** These are said by one run to the next call, or until the debt is paid. */
function isPassing(name: string): boolean {
  return name === names.lost || name === names.elsewhere;
}
