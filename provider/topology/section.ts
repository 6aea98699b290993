import type { Fields } from "../../model/object";
import type { Kind } from "../kind";
import { type KindName, kinds } from "../kinds";
import { bindingLabel } from "./binding-label";

/** One part of a topology's data: objects of one kind, under what names them. */
export interface Section {
  readonly name: string;
  readonly kind: Kind;
  /** The arguments that the keys of the map stand for, outermost first. */
  readonly keys: readonly string[];
  /** Gives objects that have no name a key, for a list is no way to tell one from another. */
  readonly label?: (object: Fields) => string;
}

const section = (
  name: string,
  kind: KindName,
  keys: readonly string[],
  label?: (object: Fields) => string,
): Section => ({
  name,
  kind: kinds[kind],
  keys,
  ...(label && { label }),
});

/** How many maps or lists there are in its data, one within the other. */
export function depthOf({ label, keys }: Section): number {
  return label ? 1 : keys.length;
}

/**
 * In the order in which they are declared: limits and policies before what they are for; topic permissions before
 * permissions, for without them every key is allowed.
 */
export const sections: readonly Section[] = [
  section("users", "User", ["name"]),
  section("limits", "VHostLimits", []),
  section("policies", "Policy", ["name"]),
  section("operatorPolicies", "OperatorPolicy", ["name"]),
  section("exchanges", "Exchange", ["name"]),
  section("queues", "Queue", ["name"]),
  section("bindings", "Binding", [], bindingLabel),
  section("topicPermissions", "TopicPermissions", ["user", "exchange"]),
  section("permissions", "Permissions", ["user"]),
];

/**
 * In the order in which they are taken away. A queue may be refused, and then who uses it, the exchanges that feed it, its
 * bindings and the policies that keep its messages stay as well.
 */
export const removalOrder: readonly KindName[] = [
  "Queue",
  "Permissions",
  "TopicPermissions",
  "User",
  "Exchange",
  "Binding",
  "Policy",
  "OperatorPolicy",
  "VHostLimits",
];
