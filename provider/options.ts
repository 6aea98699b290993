import type { Fields } from "./kind";

/** What a resource keeps beside the arguments of its kind. The names begin with `__`. */
export interface Options {
  /** The `import` option: the id of the object that this resource may take over. */
  readonly __import?: string;
  /** Set by `.get()`: the object must exist. */
  readonly __get?: boolean;
  /** Set by read, where somebody else declared the object anew: what this resource had declared of what cannot change in place. */
  readonly __declared?: Fields;
}

export function splitOptions(props: Fields): [args: Fields, options: Options] {
  const isOption = ([key]: [string, unknown]) => key.startsWith("__");
  const entries = Object.entries(props);
  return [
    Object.fromEntries(entries.filter((entry) => !isOption(entry))),
    Object.fromEntries(entries.filter(isOption)),
  ];
}
