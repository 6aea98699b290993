import type { Input } from "@pulumi/pulumi";
import type { Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { policyKind } from "./policy-kind";
import { policyKeySupport, policySettings } from "./policy-settings";

/**
 * A policy: settings for all exchanges and queues of a vhost whose names match a pattern; at least one setting. All
 * arguments except the vhost and the name are changed in place. One policy applies to an object at a time: the one with
 * the highest priority, and any one of several with the same priority. Each change makes the broker recompute the policies
 * of every queue of the vhost. A queue ignores settings that its type does not have. Needs the tag `policymaker` or
 * `administrator`.
 */
export interface PolicyArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). */
  name: Input<string>;
  /**
   * A regular expression over names, or what `exactly` and `startingWith` make. It is not anchored: `orders` also matches
   * `old-orders-2`, `^orders$` does not.
   */
  pattern: Input<string>;
  /**
   * The objects that it applies to: `queues` are queues of all types, also streams. One type alone (`classic_queues`,
   * `quorum_queues`, `streams`) needs RabbitMQ 3.12. @default "all", exchanges and queues
   */
  applyTo?: Input<"all" | "exchanges" | "queues" | "classic_queues" | "quorum_queues" | "streams">;
  /** Its priority: of all policies that match an object, the one with the highest priority applies. @default 0 */
  priority?: Input<number>;

  /** Time without use after which the broker deletes a queue, in milliseconds, at least 1. Not for streams. */
  expires?: Input<number>;
  /** How long a message may stay in a queue, in milliseconds. Not for streams. */
  messageTtl?: Input<number>;
  /** How many messages a queue may hold. Not for streams. */
  maxLength?: Input<number>;
  /** How many bytes of message bodies a queue may hold. */
  maxLengthBytes?: Input<number>;
  /** What the broker does at the maximum length; `reject-publish-dlx` is for classic queues only. Not for streams. An operator policy needs RabbitMQ 3.12.7 for it. */
  overflow?: Input<"drop-head" | "reject-publish" | "reject-publish-dlx">;
  /** How often a message may be returned before it is dropped or dead-lettered; -1 is no limit and needs RabbitMQ 4.0. Quorum queues only. */
  deliveryLimit?: Input<number>;
  /** The storage format; RabbitMQ 4.0 and later ignore 1. Classic queues only. An operator policy needs RabbitMQ 3.12.7 for it. */
  version?: Input<1 | 2>;
  /** How many nodes are to have a replica; the broker adds replicas until then. Quorum queues only; needs RabbitMQ 3.13. */
  quorumTargetGroupSize?: Input<number>;
  /** Which returned messages wait before they are delivered again: `all`, `failed`, `returned` or `disabled`; needs `delayedRetryMin`. Quorum queues only; needs RabbitMQ 4.3.1. */
  delayedRetryType?: Input<"all" | "failed" | "returned" | "disabled" | (string & {})>;
  /** The shortest wait of a returned message, in milliseconds, at least 1. Quorum queues only; needs RabbitMQ 4.3.1. */
  delayedRetryMin?: Input<number>;
  /** The longest wait of a returned message, in milliseconds, at least 1. Quorum queues only; needs RabbitMQ 4.3.1. */
  delayedRetryMax?: Input<number>;
  /** How many messages a queue keeps in memory. Quorum queues of RabbitMQ 3 only. */
  maxInMemoryLength?: Input<number>;
  /** How many bytes a queue keeps in memory. Quorum queues of RabbitMQ 3 only. */
  maxInMemoryBytes?: Input<number>;

  /** The exchange for rejected, expired and overflowing messages, as an `Exchange` or by name; "" is the default exchange. Not for streams. */
  deadLetterExchange?: Input<string> | Reference<"Exchange">;
  /** The routing key for dead-lettered messages. Not for streams. @default the message's own */
  deadLetterRoutingKey?: Input<string>;
  /** How reliably a queue dead-letters; `at-least-once` needs `overflow: "reject-publish"`. Quorum queues only. @default "at-most-once" */
  deadLetterStrategy?: Input<"at-most-once" | "at-least-once">;
  /** The exchange for messages that no binding matches, as an `Exchange` or by name. Exchanges only. */
  alternateExchange?: Input<string> | Reference<"Exchange">;
  /** How a queue stores messages; without effect from RabbitMQ 3.12 on. Classic queues only. */
  mode?: Input<"default" | "lazy">;
  /** The node that the leader of a new queue starts on: `client-local` or `balanced`. */
  leaderLocator?: Input<"client-local" | "balanced" | (string & {})>;
  /** How many nodes have a replica of a new stream at first. Streams only. */
  initialClusterSize?: Input<number>;
  /** How long a consumer may hold a message without an acknowledgement, in milliseconds. Needs RabbitMQ 3.12; from 4.3 on quorum queues only. */
  consumerTimeout?: Input<number>;
  /** How long the messages of a disconnected consumer are kept for it, in milliseconds. Quorum queues only; needs RabbitMQ 4.3. */
  consumerDisconnectedTimeout?: Input<number>;
  /** How old messages may become, such as `7D`: a number and one of Y, M, D, h, m, s. Streams only. */
  maxAge?: Input<string>;
  /** The size of segment files, in bytes. Streams only. */
  maxSegmentSizeBytes?: Input<number>;
  /** The size of the filter in each chunk of a stream, 16 to 255 bytes. Streams only; needs RabbitMQ 3.13. */
  filterSizeBytes?: Input<number>;
  /** The upstream that exchanges or queues are federated with, as a `FederationUpstream` or by name. Needs the plugin `rabbitmq_federation`; excludes the other two. */
  federationUpstream?: Input<string> | Reference<"FederationUpstream">;
  /** The set of upstreams, as a `FederationUpstreamSet` or by name; `all` is every upstream of the vhost. Needs the plugin `rabbitmq_federation`. */
  federationUpstreamSet?: Input<string> | Reference<"FederationUpstreamSet">;
  /** A regular expression over the names of upstreams. Needs the plugin `rabbitmq_federation`. */
  federationUpstreamPattern?: Input<string>;

  /**
   * Settings without a property, such as those of plugins, under RabbitMQ's keys and with their types: 1 and "1" differ. A
   * key with a property may stand here instead of there. The broker refuses keys that it does not know. `Policy.get` gives
   * all settings here, and those with a property there too.
   */
  definition?: Input<{ [key: string]: Input<unknown> }>;
}

policySettings satisfies Partial<FieldsOf<PolicyArgs>>;

/** @internal */
export const policy = policyKind<PolicyArgs>({
  name: "Policy",
  noun: "policy",
  collection: "policies",
  section: "policies",
  targets: ["all", "exchanges", "queues", "classic_queues", "quorum_queues", "streams"],
  settings: policySettings,
  keySupport: policyKeySupport,
});
