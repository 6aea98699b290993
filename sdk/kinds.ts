/** One class for each kind, and its lookups. The documentation of its arguments is at the `Args` interface in `provider/kinds/`. */
import type * as pulumi from "@pulumi/pulumi";
import type { BindingArgs } from "../provider/kinds/binding";
import type { ClusterNameArgs } from "../provider/kinds/cluster-name";
import type { ExchangeArgs } from "../provider/kinds/exchange";
import type { FeatureFlagArgs } from "../provider/kinds/feature-flag";
import type { FederationUpstreamArgs } from "../provider/kinds/federation-upstream";
import type { FederationUpstreamSetArgs } from "../provider/kinds/federation-upstream-set";
import type { GlobalParameterArgs } from "../provider/kinds/global-parameter";
import type { OperatorPolicyArgs } from "../provider/kinds/operator-policy";
import type { ParameterArgs } from "../provider/kinds/parameter";
import type { PermissionsArgs } from "../provider/kinds/permissions";
import type { PolicyArgs } from "../provider/kinds/policy";
import type { QueueArgs } from "../provider/kinds/queue";
import type { ShovelArgs } from "../provider/kinds/shovel";
import type { SuperStreamArgs } from "../provider/kinds/super-stream";
import type { TopicPermissionsArgs } from "../provider/kinds/topic-permissions";
import type { UserArgs } from "../provider/kinds/user";
import type { UserLimitsArgs } from "../provider/kinds/user-limits";
import type { VHostArgs } from "../provider/kinds/vhost";
import type { VHostLimitsArgs } from "../provider/kinds/vhost-limits";
import { lookups } from "./lookup/of-kind";
import { resource } from "./resource";

/**
 * A virtual host, which contains exchanges, queues, policies and permissions. Its id is its name.
 * @example
 * ```ts
 * const shop = new rabbitmq.VHost("shop", { name: "shop", defaultQueueType: "quorum", maxConnections: 500 });
 * ```
 */
export class VHost extends resource<"VHost", VHostArgs>("VHost") {}
export const { getVHost, getVHostOutput, getVHosts, getVHostsOutput } = lookups(VHost, "name");

/**
 * An exchange, to which applications publish. Its id is `vhost/name`.
 * @example
 * ```ts
 * const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
 * ```
 */
export class Exchange extends resource<"Exchange", ExchangeArgs, "durable" | "autoDelete" | "internal">("Exchange") {}
export const { getExchange, getExchangeOutput, getExchanges, getExchangesOutput } = lookups(Exchange, "vhost", "name");

/**
 * A classic queue, a quorum queue or a stream. Its id is `vhost/name`.
 * @example
 * ```ts
 * const paid = new rabbitmq.Queue("paid", { vhost, name: "billing.paid", type: "quorum", deadLetterExchange: dead });
 * ```
 */
export class Queue extends resource<"Queue", QueueArgs, "durable" | "autoDelete">("Queue") {}
export const { getQueue, getQueueOutput, getQueues, getQueuesOutput } = lookups(Queue, "vhost", "name");

/**
 * A super stream: one large stream in partitions, which are streams that several consumers can share. Its id is `vhost/name`.
 *
 * @example
 * ```ts
 * const orders = new rabbitmq.SuperStream("orders", { vhost, name: "orders", partitions: 3, maxAge: "7D" });
 * new rabbitmq.AppAccess("archive", { vhost, consumeFromStream: [orders] });
 * ```
 */
export class SuperStream extends resource<"SuperStream", SuperStreamArgs, "leaderLocator">("SuperStream") {}
export const { getSuperStream, getSuperStreamOutput, getSuperStreams, getSuperStreamsOutput } = lookups(
  SuperStream,
  "vhost",
  "name",
);

/**
 * A binding from an exchange to a queue or another exchange. Its id is `vhost/source/destinationType/destination/propertiesKey`.
 * @example
 * ```ts
 * new rabbitmq.Binding("paid", { source: events, destination: paid, routingKey: "order.*.paid" });
 * ```
 */
export class Binding extends resource<"Binding", BindingArgs, "vhost" | "destinationType" | "routingKey">("Binding") {
  /** The broker's name for the binding, unique between its source and its destination. */
  declare readonly propertiesKey: pulumi.Output<string>;
}
export const { getBinding, getBindingOutput, getBindings, getBindingsOutput } = lookups(
  Binding,
  "vhost",
  "source",
  "destinationType",
  "destination",
  "routingKey",
  "arguments",
);

/**
 * A user, for one application or one person. Its id is its name.
 * @example
 * ```ts
 * const billing = new rabbitmq.User("billing", { name: "billing", password: config.requireSecret("billingPassword") });
 * ```
 */
export class User extends resource<"User", UserArgs>("User") {}
export const { getUser, getUserOutput, getUsers, getUsersOutput } = lookups(User, "name");

/**
 * The limits of a user that another program declares. Their id is the user's name.
 * @example
 * ```ts
 * new rabbitmq.UserLimits("billing", { user: "billing", maxConnections: 20, maxChannels: 200 });
 * ```
 */
export class UserLimits extends resource<"UserLimits", UserLimitsArgs>("UserLimits") {}
export const { getUserLimits, getUserLimitsOutput } = lookups(UserLimits, "user");

/**
 * The permissions of one user in one vhost: what it may configure, write and read. Its id is `vhost/user`.
 * @example
 * ```ts
 * new rabbitmq.Permissions("billing", { vhost, user: billing, write: "^events$", read: "^billing\\.paid$" });
 * ```
 */
export class Permissions extends resource<"Permissions", PermissionsArgs, "configure" | "write" | "read">(
  "Permissions",
) {}
export const { getPermissions, getPermissionsOutput, getAllPermissions, getAllPermissionsOutput } = lookups(
  Permissions,
  "vhost",
  "user",
);

/**
 * The routing keys that one user may use with one topic exchange. Its id is `vhost/user/exchange`.
 * @example
 * ```ts
 * new rabbitmq.TopicPermissions("billing", { vhost, user: billing, exchange: events, write: "^invoice\\." });
 * ```
 */
export class TopicPermissions extends resource<"TopicPermissions", TopicPermissionsArgs, "write" | "read">(
  "TopicPermissions",
) {}
export const { getTopicPermissions, getTopicPermissionsOutput, getAllTopicPermissions, getAllTopicPermissionsOutput } =
  lookups(TopicPermissions, "vhost", "user", "exchange");

/**
 * Settings for all exchanges and queues of a vhost whose names match a pattern. The broker changes them in place. Its id is
 * `vhost/name`.
 * @example
 * ```ts
 * new rabbitmq.Policy("orders", { vhost, name: "orders", pattern: rabbitmq.exactly(orders), maxLength: 100_000 });
 * ```
 */
export class Policy extends resource<"Policy", PolicyArgs, "applyTo" | "priority">("Policy") {}
export const { getPolicy, getPolicyOutput, getPolicies, getPoliciesOutput } = lookups(Policy, "vhost", "name");

/**
 * Limits for the queues of a vhost whose names match a pattern. They override higher values in arguments and policies. Its
 * id is `vhost/name`.
 * @example
 * ```ts
 * new rabbitmq.OperatorPolicy("bounds", { vhost, name: "bounds", pattern: "", maxLength: 1_000_000 });
 * ```
 */
export class OperatorPolicy extends resource<"OperatorPolicy", OperatorPolicyArgs, "applyTo" | "priority">(
  "OperatorPolicy",
) {}
export const { getOperatorPolicy, getOperatorPolicyOutput, getOperatorPolicies, getOperatorPoliciesOutput } = lookups(
  OperatorPolicy,
  "vhost",
  "name",
);

/**
 * The limits of a vhost that another program declares. Their id is the vhost's name.
 * @example
 * ```ts
 * new rabbitmq.VHostLimits("shop", { vhost: "shop", maxConnections: 500, maxQueues: 2_000 });
 * ```
 */
export class VHostLimits extends resource<"VHostLimits", VHostLimitsArgs>("VHostLimits") {}
export const { getVHostLimits, getVHostLimitsOutput } = lookups(VHostLimits, "vhost");

/**
 * A feature flag that is enabled. RabbitMQ cannot disable one, so the flag stays enabled when the resource is deleted. Its id
 * is its name.
 * @example
 * ```ts
 * new rabbitmq.FeatureFlag("khepri", { name: "khepri_db" });
 * ```
 */
export class FeatureFlag extends resource<"FeatureFlag", FeatureFlagArgs>("FeatureFlag") {}
export const { getFeatureFlag, getFeatureFlagOutput, getFeatureFlags, getFeatureFlagsOutput } = lookups(
  FeatureFlag,
  "name",
);

/**
 * The name of the cluster. When the resource is deleted, the cluster gets back the name that it had before, or none. Its id
 * is `ClusterName`.
 * @example
 * ```ts
 * new rabbitmq.ClusterName("name", { name: "production-east" });
 * ```
 */
export class ClusterName extends resource<"ClusterName", ClusterNameArgs>("ClusterName") {
  /** The name that somebody had given the cluster before the resource was created, if any. */
  declare readonly formerName: pulumi.Output<string | undefined>;
}
export const { getClusterName, getClusterNameOutput } = lookups(ClusterName);

/**
 * Another broker or vhost, from which exchanges and queues of a vhost get messages. Its id is `vhost/name`.
 *
 * @example
 * ```ts
 * const west = new rabbitmq.FederationUpstream("west", { vhost, name: "west", uri: config.requireSecret("westUri"), maxHops: 2 });
 * new rabbitmq.Policy("west", { vhost, name: "west", pattern: "^events$", definition: { "federation-upstream": west.name } });
 * ```
 */
export class FederationUpstream extends resource<"FederationUpstream", FederationUpstreamArgs>("FederationUpstream") {}
export const {
  getFederationUpstream,
  getFederationUpstreamOutput,
  getFederationUpstreams,
  getFederationUpstreamsOutput,
} = lookups(FederationUpstream, "vhost", "name");

/**
 * Federation upstreams that a policy names together. Its id is `vhost/name`.
 *
 * @example
 * ```ts
 * new rabbitmq.FederationUpstreamSet("both", { vhost, name: "both", upstreams: [{ upstream: west }, { upstream: "east", maxHops: 1 }] });
 * ```
 */
export class FederationUpstreamSet extends resource<"FederationUpstreamSet", FederationUpstreamSetArgs>(
  "FederationUpstreamSet",
) {}
export const {
  getFederationUpstreamSet,
  getFederationUpstreamSetOutput,
  getFederationUpstreamSets,
  getFederationUpstreamSetsOutput,
} = lookups(FederationUpstreamSet, "vhost", "name");

/**
 * A shovel, which moves messages from a source to a destination, each on any broker. Its id is `vhost/name`.
 *
 * @example
 * ```ts
 * new rabbitmq.Shovel("to-west", {
 *   vhost,
 *   name: "to-west",
 *   srcUri: "amqp:///shop",
 *   srcQueue: paid,
 *   destUri: config.requireSecret("westUri"),
 *   destExchange: "events",
 * });
 * ```
 */
export class Shovel extends resource<"Shovel", ShovelArgs, "srcProtocol" | "destProtocol">("Shovel") {}
export const { getShovel, getShovelOutput, getShovels, getShovelsOutput } = lookups(Shovel, "vhost", "name");

/**
 * A runtime parameter of any component, for what has no class of its own. Its id is `vhost/component/name`.
 *
 * @example
 * ```ts
 * new rabbitmq.Parameter("replicate", { vhost, component: "schema-definition-sync", name: "all", value: { "sync-mode": "full" } });
 * ```
 */
export class Parameter extends resource<"Parameter", ParameterArgs>("Parameter") {}
export const { getParameter, getParameterOutput, getParameters, getParametersOutput } = lookups(
  Parameter,
  "vhost",
  "component",
  "name",
);

/**
 * A parameter of the whole broker. Its id is its name.
 *
 * @example
 * ```ts
 * new rabbitmq.GlobalParameter("mqtt", { name: "mqtt_default_vhosts", value: { "O=client": "shop" } });
 * ```
 */
export class GlobalParameter extends resource<"GlobalParameter", GlobalParameterArgs>("GlobalParameter") {}
export const { getGlobalParameter, getGlobalParameterOutput, getGlobalParameters, getGlobalParametersOutput } = lookups(
  GlobalParameter,
  "name",
);

export type { FederationSettings } from "../provider/kinds/federation-upstream";
export type { FederationUpstreamSetMember } from "../provider/kinds/federation-upstream-set";
export type {
  BindingArgs,
  ClusterNameArgs,
  ExchangeArgs,
  FeatureFlagArgs,
  FederationUpstreamArgs,
  FederationUpstreamSetArgs,
  GlobalParameterArgs,
  OperatorPolicyArgs,
  ParameterArgs,
  PermissionsArgs,
  PolicyArgs,
  QueueArgs,
  ShovelArgs,
  SuperStreamArgs,
  TopicPermissionsArgs,
  UserArgs,
  UserLimitsArgs,
  VHostArgs,
  VHostLimitsArgs,
};
