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
import type { Found } from "./lookup/of-kind";

/** No arguments beside the options. */
type Nothing = Record<never, never>;

/** The broker: its version, its cluster, its types of exchanges, and where it listens. Needs the tag `management`. */
export const { plain: getOverview, output: getOverviewOutput } = lookup<Nothing, Nothing, Overview>({
  name: "getOverview",
  hasArgs: false,
  isList: false,
  question: ({ questions }) => questions.overview,
});

/** The user that the connection logs in as. */
export const { plain: getWhoami, output: getWhoamiOutput } = lookup<Nothing, Nothing, Whoami>({
  name: "getWhoami",
  hasArgs: false,
  isList: false,
  question: ({ questions }) => questions.whoami,
});

/** The queue or the exchange whose policies are asked for: one of both. */
export type GetEffectivePolicyArgs = {
  /** The vhost, as a `VHost` or by name. */
  vhost: pulumi.Input<string> | Reference<"VHost">;
} & (
  | {
      /** The queue, as a `Queue` or by name. */
      queue: pulumi.Input<string> | Reference<"Queue">;
      exchange?: undefined;
    }
  | {
      /** The exchange, as an `Exchange` or by name. */
      exchange: pulumi.Input<string> | Reference<"Exchange">;
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

/**
 * The policy and the operator policy that the broker itself applies to a queue or an exchange. Before RabbitMQ 4.3, those of
 * a queue are in its statistics only, so that the answer may take 10 s for a new queue and be 10 s old.
 */
export const { plain: getEffectivePolicy, output: getEffectivePolicyOutput } = lookup<
  { vhost: string } & ({ queue: string; exchange?: undefined } | { exchange: string; queue?: undefined }),
  GetEffectivePolicyArgs,
  EffectivePolicy
>({
  name: "getEffectivePolicy",
  hasArgs: true,
  isList: false,
  question: ({ questions }) => questions.effectivePolicy,
});

/** The queue whose messages and consumers are counted. */
export interface GetQueueCountsArgs {
  /** The vhost, as a `VHost` or by name. */
  vhost: pulumi.Input<string> | Reference<"VHost">;
  /** The queue, as a `Queue` or by name. */
  name: pulumi.Input<string> | Reference<"Queue">;
}

/** How many messages and consumers a queue has: `QueueCounts` says how new each number is. */
export const { plain: getQueueCounts, output: getQueueCountsOutput } = lookup<
  { vhost: string; name: string },
  GetQueueCountsArgs,
  QueueCounts
>({
  name: "getQueueCounts",
  hasArgs: true,
  isList: false,
  question: ({ questions }) => questions.queueCounts,
});

/** The user whose connections are listed. */
export interface GetConnectionsArgs {
  /** The user, as a `User` or by name. */
  user: pulumi.Input<string> | Reference<"User">;
}

/** The open connections of a user, in all vhosts. */
export const { plain: getConnections, output: getConnectionsOutput } = lookup<
  { user: string },
  GetConnectionsArgs,
  Connection[]
>({
  name: "getConnections",
  hasArgs: true,
  isList: true,
  question: ({ questions }) => questions.connections,
});

/** The deprecated features that the broker knows, and which of them are in use. Needs RabbitMQ 4.0. */
export const { plain: getDeprecatedFeatures, output: getDeprecatedFeaturesOutput } = lookup<
  Nothing,
  Nothing,
  DeprecatedFeature[]
>({
  name: "getDeprecatedFeatures",
  hasArgs: false,
  isList: true,
  question: ({ questions }) => questions.deprecatedFeatures,
});

export type { Connection, DeprecatedFeature, Overview, QueueCounts, Whoami };
