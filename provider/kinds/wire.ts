import type { Fields } from "../../model/object";
import { withoutUndefined } from "../fields";
import type { Field } from "../kind";

/** Converts an object between its arguments and the broker's fields. */
export interface Wire {
  /** The body of a request, without the fields in its path and those that the broker never gets. */
  toApi(args: Fields): Fields;
  /** An answer in the shape of the arguments. */
  fromApi(item: Fields): Fields;
  /** These arguments of the object, under the broker's names. */
  named(object: Fields, names: readonly string[]): Fields;
  /** The broker's fields that every answer about an object has. */
  readonly always: readonly string[];
}

/** Whether an object always has a value for it: the argument is required, or has a default. */
function isAlways({ schema }: Field): boolean {
  const { success, data } = schema.safeParse(undefined);
  return !success || data !== undefined;
}

/** The field with the arguments that have no field of their own. */
const rest = "arguments";

/**
 * Makes the conversion between a kind's arguments and the broker's fields from the facts of the kind's fields.
 * @param address the fields that a request has in its path
 * @param table the broker's name for the table of arguments
 */
export function wire(
  fields: Readonly<Record<string, Field>>,
  address: readonly string[] = [],
  table = "arguments",
): Wire {
  const known = Object.entries(fields).filter(([name, { local }]) => !local && name !== rest);
  const inTable = known.filter(([, { argument }]) => argument !== undefined);
  const inBody = known.filter(([, { argument }]) => argument === undefined);
  const inAnswer = known.filter(([, { argument, api }]) => argument === undefined || api !== undefined);
  const hasTable = inTable.length > 0 || Object.hasOwn(fields, rest);
  /** What a key that the table lacks means. */
  const defaults = withoutUndefined(
    Object.fromEntries(inTable.map(([name, { schema }]) => [name, schema.safeParse(undefined).data])),
  );
  const fieldOf = new Map(inTable.map(([name, { argument, api }]) => [argument, api === undefined ? name : undefined]));

  return {
    toApi(args) {
      const body: Fields = {};
      for (const [name, { api = name }] of inBody) {
        if (args[name] !== undefined && !address.includes(name)) body[api] = args[name];
      }
      return hasTable ? { ...body, [table]: tableOf(args) } : body;
    },
    fromApi(item) {
      const args: Fields = hasTable ? fromTable((item[table] ?? {}) as Fields) : {};
      for (const [name, { api = name, read }] of inAnswer) args[name] = read ? read(item[api]) : item[api];
      return args;
    },
    named: (object, names) => Object.fromEntries(names.map((name) => [fields[name]?.api ?? name, object[name]])),
    always: [
      ...inBody.filter(([, field]) => isAlways(field)).map(([name, { api = name }]) => api),
      ...(hasTable ? [table] : []),
    ],
  };

  function tableOf(args: Fields): Fields {
    const made: Fields = { ...(args[rest] as Fields | undefined) };
    for (const [name, { argument = name }] of inTable) if (args[name] !== undefined) made[argument] = args[name];
    return made;
  }

  /** Skips a key that the object also has as a field, and that is read from there: the broker adds it to the table. */
  function fromTable(found: Fields): Fields {
    const args: Fields = { ...defaults };
    const others: [string, unknown][] = [];
    for (const [key, value] of Object.entries(found)) {
      const name = fieldOf.get(key);
      if (name !== undefined) args[name] = value;
      else if (!fieldOf.has(key)) others.push([key, value]);
    }
    if (others.length > 0) args[rest] = Object.fromEntries(others);
    return args;
  }
}
