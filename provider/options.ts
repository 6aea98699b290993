import type { BrokerObject, Fields } from "../model/object";

/** What a resource keeps beside the arguments of its kind. The names begin with `__`. */
export interface Options {
  /** The `import` option: the id of the object that this resource may take over. */
  readonly __import?: string;
  /** Set by `.get()`: the object must exist. */
  readonly __get?: boolean;
  /** The option `retainOnDelete`: the object must not be deleted, not even to be declared anew. */
  readonly __retain?: boolean;
  /** What a replacement could not give back yet. */
  readonly __lost?: readonly BrokerObject[];
}

export function splitOptions(props: Fields): [args: Fields, options: Options] {
  const isOption = ([key]: [string, unknown]) => key.startsWith("__");
  const entries = Object.entries(props);
  return [
    Object.fromEntries(entries.filter((entry) => !isOption(entry))),
    Object.fromEntries(entries.filter(isOption)),
  ];
}
