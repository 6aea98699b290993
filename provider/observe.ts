import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import { inFormOf, isSame, managedFields } from "./compare";
import { pick, withoutUndefined } from "./fields";
import type { Kind } from "./kind";
import { inVHost } from "./management/shared-list";
import { ownExchange } from "./management/target";
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
  return {
    inputs,
    props: forState({ ...inputs, ...pick(found, kind.outputs), ...pick(args, kind.remembers) }, { lost, by }),
  };
}

/** The same for an object that is absent as it should be: the state as it is. */
export function unchanged(state: Fields): { inputs: Fields; props: Fields } {
  const { args, kept, lost, by } = split(state);
  return { inputs: { ...args, ...kept }, props: forState(state, { lost, by }) };
}

/** Whether an absent object has deleted itself after its work, and was not deleted with its vhost. */
export async function isDone(broker: Broker, { kind, args }: BrokerObject<Kind>): Promise<boolean> {
  if (!kind.isDone?.(args)) return false;
  const vhost = String(args["vhost"]);
  return (await broker.get(inVHost(vhost, ownExchange(vhost)))) !== undefined;
}
