import type { BrokerObject, Fields } from "../model/object";
import { inFormOf, isSame, managedFields } from "./compare";
import { pick, withoutUndefined } from "./fields";
import type { Kind } from "./kind";
import { forState, split } from "./options";

/** The values that a refresh writes to the state: the program's value if the broker's matches it, else the broker's. */
export function observe({ kind, args: state }: BrokerObject<Kind>, there: Fields): { inputs: Fields; props: Fields } {
  const { args, options, kept, lost, by } = split(state);
  // A lookup has no form of its own.
  const found = options.isLookup ? there : inFormOf({ kind, args }, there);
  const fields = options.isLookup ? Object.keys(kind.schema) : managedFields({ kind, args });
  const value = (field: string) => (isSame(kind, field, args[field], found) ? args[field] : found[field]);
  const values = Object.fromEntries(fields.map((field) => [field, value(field)]));
  const inputs = withoutUndefined({ ...values, ...pick(args, kind.local), ...kept });
  return { inputs, props: forState({ ...inputs, ...pick(found, kind.outputs) }, { lost, by }) };
}
