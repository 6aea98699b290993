import { fixedDifferences, fixedFields } from "./changes";
import { differences, isSame, managedFields } from "./compare";
import { omit, pick, withoutUndefined } from "./fields";
import type { Fields, Kind } from "./kind";
import { type Options, splitOptions } from "./options";

/** What a refresh writes into the state: the program's own values where the broker agrees, else the broker's. */
export function observe(kind: Kind, state: Fields, found: Fields): { inputs: Fields; props: Fields } {
  const [args, { __declared: _, ...options }] = splitOptions(state);
  const fields = options.__get ? Object.keys(kind.schema) : managedFields(kind, args);
  const value = (field: string) => (isSame(kind, field, args[field], found) ? args[field] : found[field]);
  const values = Object.fromEntries(fields.map((field) => [field, value(field)]));
  const inputs = withoutUndefined({ ...values, ...pick(args, kind.local), ...options });
  return { inputs, props: { ...inputs, ...pick(found, kind.outputs), ...rememberEarlier(kind, state, found) } };
}

/** The object as this resource declared it, whatever a refresh found in its place. */
export function asDeclared(kind: Kind, state: Fields): Fields {
  const [args, { __declared }] = splitOptions(state);
  return __declared ? { ...omit(args, fixedFields(kind)), ...__declared } : args;
}

/** An object that was declared anew is drift, and yet not what this resource may delete. */
function rememberEarlier(kind: Kind, state: Fields, found: Fields): Pick<Options, "__declared"> {
  const earlier = asDeclared(kind, state);
  const isOther = !state["__get"] && fixedDifferences(kind, differences(kind, earlier, found)).length > 0;
  return isOther ? { __declared: pick(earlier, fixedFields(kind)) } : {};
}
