import type { Input } from "@pulumi/pulumi";
import type { Reference } from "../value";
import { policyKind } from "./policy-kind";

/**
 * A policy: settings for all exchanges and queues of a vhost whose names match a pattern. Everything but its vhost and its
 * name is changed in place. One policy applies to an object at a time: the one of the highest priority, and of several
 * with the same priority any. Each change makes the broker reckon anew for every queue of the vhost. Needs the tag
 * `policymaker` or `administrator`.
 */
export interface PolicyArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). */
  name: Input<string>;
  /** Regular expression over names. It is not anchored: `orders` also matches `old-orders-2`, `^orders$` does not. */
  pattern: Input<string>;
  /**
   * What it applies to: `queues` are those of all types, streams too. One type alone (`classic_queues`, `quorum_queues`,
   * `streams`) needs RabbitMQ 3.12. @default "all", exchanges and queues
   */
  applyTo?: Input<"all" | "exchanges" | "queues" | "classic_queues" | "quorum_queues" | "streams">;
  /** Of all policies that match an object the one with the highest priority applies. @default 0 */
  priority?: Input<number>;
  /**
   * The settings, by RabbitMQ's names and with their types: `{ "max-length": 1000, "dead-letter-exchange": dlx.name }`. At
   * least one. The broker refuses those that it does not know.
   */
  definition: Input<{ [key: string]: Input<unknown> }>;
}

/** @internal */
export const policy = policyKind({
  name: "Policy",
  noun: "policy",
  collection: "policies",
  targets: ["all", "exchanges", "queues", "classic_queues", "quorum_queues", "streams"],
});
