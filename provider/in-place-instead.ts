import { escaped } from "../model/escape";
import type { BrokerObject } from "../model/object";
import type { Difference } from "./compare";
import type { Kind } from "./kind";
import { propertyOf } from "./kinds/policy-settings";

/**
 * A sentence with the policy that would set what a replacement sets, ready to paste; nothing if there is none. An argument
 * of a queue or an exchange wins over a policy, so a policy helps only with arguments that the object does not have.
 */
export function inPlaceInstead({ kind, args }: BrokerObject<Kind>, differing: readonly Difference[]): string {
  const isPossible = differing.every(
    ({ field, wanted, found }) => kind.policies[field] && wanted !== undefined && found === undefined,
  );
  if (!isPossible) return "";
  const { vhost, name } = args;
  const policy = {
    vhost,
    name,
    pattern: `^${escaped(String(name))}$`,
    applyTo: `${kind.noun}s`,
    ...Object.fromEntries(differing.map(({ field, wanted }) => [propertyOf(String(kind.policies[field])), wanted])),
  };
  return ` A policy sets this in place, if no other policy applies: new rabbitmq.Policy(${JSON.stringify(name)}, ${JSON.stringify(policy)})`;
}
