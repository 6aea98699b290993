/** Lookups that are not about one kind. Those of the kinds are in `sdk/kinds.ts`. */
import type * as pulumi from "@pulumi/pulumi";
import type { Reference } from "../model/value";
import type { Connection } from "../provider/lookup/connections";
import type { DeprecatedFeature } from "../provider/lookup/deprecated-features";
import type { Overview } from "../provider/lookup/overview";
import type { QueueCounts } from "../provider/lookup/queue-counts";
import type { Whoami } from "../provider/lookup/whoami";
import type { OperatorPolicy, Policy } from "./kinds";
import { lookup } from "./lookup/lookup";
import type { Found, PlainOf } from "./lookup/of-kind";

const overview = lookup<object, object, Overview>({
  name: "getOverview",
  hasArgs: false,
  isList: false,
  question: ({ questions }) => questions.overview,
});

/** The broker: its version, its cluster, its types of exchanges, and where it listens. Needs the tag `management`. */
export const getOverview = overview.plain;

/** The same as {@link getOverview}, of outputs and resources, as an output. */
export const getOverviewOutput = overview.output;

const whoami = lookup<object, object, Whoami>({
  name: "getWhoami",
  hasArgs: false,
  isList: false,
  question: ({ questions }) => questions.whoami,
});

/** The user that the connection logs in as. */
export const getWhoami = whoami.plain;

/** The same as {@link getWhoami}, of outputs and resources, as an output. */
export const getWhoamiOutput = whoami.output;

/** The queue or the exchange whose policies are asked for: one of both. */
export type GetEffectivePolicyArgs = {
  /** The vhost, as a `VHost` or by name. */
  vhost: pulumi.Input<string> | Reference<"VHost">;
} & (
  | {
      /** The queue, as a `Queue` or by name. */
      queue: pulumi.Input<string> | Reference<"Queue">;
      /** Not given with `queue`. */
      exchange?: undefined;
    }
  | {
      /** The exchange, as an `Exchange` or by name. */
      exchange: pulumi.Input<string> | Reference<"Exchange">;
      /** Not given with `exchange`. */
      queue?: undefined;
    }
);

/** The policies that the broker applies to a queue or an exchange. */
export interface EffectivePolicy {
  /** The policy; `undefined` if none applies. */
  readonly policy: Found<Policy> | undefined;
  /** The operator policy; `undefined` if none applies. Exchanges have none. */
  readonly operatorPolicy: Found<OperatorPolicy> | undefined;
  /** What the broker makes of both, under its own names: of two limits, the lower one applies. */
  readonly definition: Readonly<Record<string, unknown>>;
}

const effectivePolicy = lookup<PlainOf<GetEffectivePolicyArgs>, GetEffectivePolicyArgs, EffectivePolicy>({
  name: "getEffectivePolicy",
  hasArgs: true,
  isList: false,
  question: ({ questions }) => questions.effectivePolicy,
});
/**
 * The policy and the operator policy that the broker itself applies to a queue or an exchange. Before RabbitMQ 4.3, those of
 * a queue are in its statistics only, so that the answer may take 10 s for a new queue and be 10 s old.
 */
export const getEffectivePolicy = effectivePolicy.plain;

/** The same as {@link getEffectivePolicy}, of outputs and resources, as an output. */
export const getEffectivePolicyOutput = effectivePolicy.output;

/** The queue whose messages and consumers are counted. */
export interface GetQueueCountsArgs {
  /** The vhost, as a `VHost` or by name. */
  vhost: pulumi.Input<string> | Reference<"VHost">;
  /** The queue, as a `Queue` or by name. */
  name: pulumi.Input<string> | Reference<"Queue">;
}

const queueCounts = lookup<PlainOf<GetQueueCountsArgs>, GetQueueCountsArgs, QueueCounts>({
  name: "getQueueCounts",
  hasArgs: true,
  isList: false,
  question: ({ questions }) => questions.queueCounts,
});

/** How many messages and consumers a queue has: `QueueCounts` says how new each number is. */
export const getQueueCounts = queueCounts.plain;

/** The same as {@link getQueueCounts}, of outputs and resources, as an output. */
export const getQueueCountsOutput = queueCounts.output;

/** The user whose connections are listed. */
export interface GetConnectionsArgs {
  /** The user, as a `User` or by name. */
  user: pulumi.Input<string> | Reference<"User">;
}

const connections = lookup<PlainOf<GetConnectionsArgs>, GetConnectionsArgs, Connection[]>({
  name: "getConnections",
  hasArgs: true,
  isList: true,
  question: ({ questions }) => questions.connections,
});

/** The open connections of a user, in all vhosts. */
export const getConnections = connections.plain;

/** The same as {@link getConnections}, of outputs and resources, as an output. */
export const getConnectionsOutput = connections.output;

const deprecatedFeatures = lookup<object, object, DeprecatedFeature[]>({
  name: "getDeprecatedFeatures",
  hasArgs: false,
  isList: true,
  question: ({ questions }) => questions.deprecatedFeatures,
});

/** The deprecated features that the broker knows, and which of them are in use. Needs RabbitMQ 4.0. */
export const getDeprecatedFeatures = deprecatedFeatures.plain;

/** The same as {@link getDeprecatedFeatures}, of outputs and resources, as an output. */
export const getDeprecatedFeaturesOutput = deprecatedFeatures.output;

export type { Connection, DeprecatedFeature, Overview, QueueCounts, Whoami };
