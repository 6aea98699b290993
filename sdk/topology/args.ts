import type { Input } from "@pulumi/pulumi";
import type { Reference } from "../../model/value";
import type { BindingArgs } from "../../provider/kinds/binding";
import type { ExchangeArgs } from "../../provider/kinds/exchange";
import type { FederationUpstreamArgs } from "../../provider/kinds/federation-upstream";
import type { FederationUpstreamSetArgs } from "../../provider/kinds/federation-upstream-set";
import type { OperatorPolicyArgs } from "../../provider/kinds/operator-policy";
import type { ParameterArgs } from "../../provider/kinds/parameter";
import type { PermissionsArgs } from "../../provider/kinds/permissions";
import type { PolicyArgs } from "../../provider/kinds/policy";
import type { QueueArgs } from "../../provider/kinds/queue";
import type { ShovelArgs } from "../../provider/kinds/shovel";
import type { SuperStreamArgs } from "../../provider/kinds/super-stream";
import type { TopicPermissionsArgs } from "../../provider/kinds/topic-permissions";
import type { UserArgs } from "../../provider/kinds/user";
import type { VHostLimitsArgs } from "../../provider/kinds/vhost-limits";
import type { ExistingArgs } from "../existing-args";
import type { TopologyPart } from "../program/topology-part";

/** Arguments of each object of a topology beside those of its class. */
export interface TopologyObjectArgs extends ExistingArgs {
  /**
   * Whether the object must not be deleted: the preview then refuses data without it and a change that would replace it, and
   * nothing of the topology can be deleted. To delete it, first set this to false and run `pulumi up`. @default the option
   * `protect` of the topology
   */
  protect?: boolean;
}

/** The arguments of a class without those that the topology and the keys of its data give. */
type PartOf<Args, Given extends keyof Args> = Omit<Args, Given> & TopologyObjectArgs;

/** An exchange of a topology: an `Exchange` without `vhost` and `name`. */
export type TopologyExchange = PartOf<ExchangeArgs, "vhost" | "name">;
/** A queue of a topology: a `Queue` without `vhost` and `name`. */
export type TopologyQueue = PartOf<QueueArgs, "vhost" | "name">;
/** A super stream of a topology: a `SuperStream` without `vhost` and `name`. */
export type TopologySuperStream = PartOf<SuperStreamArgs, "vhost" | "name">;
/** A binding of a topology: a `Binding` without `vhost`. */
export type TopologyBinding = PartOf<BindingArgs, "vhost">;
/** A policy of a topology: a `Policy` without `vhost` and `name`. */
export type TopologyPolicy = PartOf<PolicyArgs, "vhost" | "name">;
/** An operator policy of a topology: an `OperatorPolicy` without `vhost` and `name`. */
export type TopologyOperatorPolicy = PartOf<OperatorPolicyArgs, "vhost" | "name">;
/** The vhost's limits: `VHostLimits` without `vhost`. */
export type TopologyLimits = PartOf<VHostLimitsArgs, "vhost">;
/** A user of a topology: a `User` without `name`. */
export type TopologyUser = PartOf<UserArgs, "name">;
/** A user's permissions in the vhost: `Permissions` without `vhost` and `user`. */
export type TopologyPermissions = PartOf<PermissionsArgs, "vhost" | "user">;
/** A user's topic permissions for one exchange: `TopicPermissions` without `vhost`, `user` and `exchange`. */
export type TopologyTopicPermissions = PartOf<TopicPermissionsArgs, "vhost" | "user" | "exchange">;
/** A federation upstream of a topology: a `FederationUpstream` without `vhost` and `name`. */
export type TopologyFederationUpstream = PartOf<FederationUpstreamArgs, "vhost" | "name">;
/** A federation upstream set of a topology: a `FederationUpstreamSet` without `vhost` and `name`. */
export type TopologyFederationUpstreamSet = PartOf<FederationUpstreamSetArgs, "vhost" | "name">;
/** A shovel of a topology: a `Shovel` without `vhost` and `name`. */
export type TopologyShovel = PartOf<ShovelArgs, "vhost" | "name">;
/** A parameter of a topology: a `Parameter` without `vhost`, `component` and `name`. */
export type TopologyParameter = PartOf<ParameterArgs, "vhost" | "component" | "name">;

/** The objects of a vhost as data: maps whose keys are the objects' names on the broker. Every property is optional. */
export interface TopologyData {
  /** Exchanges, by name. */
  exchanges?: Input<{ [name: string]: Input<TopologyExchange> }>;
  /** Queues, by name. */
  queues?: Input<{ [name: string]: Input<TopologyQueue> }>;
  /** Super streams, by name. */
  superStreams?: Input<{ [name: string]: Input<TopologySuperStream> }>;
  /** Bindings, also of exchanges and queues that are declared elsewhere. Their order has no effect. */
  bindings?: Input<Input<TopologyBinding>[]>;
  /** Policies, by name. */
  policies?: Input<{ [name: string]: Input<TopologyPolicy> }>;
  /** Operator policies, by name. */
  operatorPolicies?: Input<{ [name: string]: Input<TopologyOperatorPolicy> }>;
  /** Limits of the vhost; only one program may declare them. */
  limits?: Input<TopologyLimits>;
  /** Users, by name. A user belongs to the broker, not to the vhost. */
  users?: Input<{ [name: string]: Input<TopologyUser> }>;
  /** Permissions in the vhost, by user. */
  permissions?: Input<{ [user: string]: Input<TopologyPermissions> }>;
  /** Topic permissions in the vhost, by user and then by exchange. */
  topicPermissions?: Input<{ [user: string]: Input<{ [exchange: string]: Input<TopologyTopicPermissions> }> }>;
  /** Federation upstreams, by name. */
  federationUpstreams?: Input<{ [name: string]: Input<TopologyFederationUpstream> }>;
  /** Federation upstream sets, by name. */
  federationUpstreamSets?: Input<{ [name: string]: Input<TopologyFederationUpstreamSet> }>;
  /** Shovels, by name. They are declared last and deleted first. */
  shovels?: Input<{ [name: string]: Input<TopologyShovel> }>;
  /** Parameters, by component and then by name. */
  parameters?: Input<{ [component: string]: Input<{ [name: string]: Input<TopologyParameter> }> }>;
}

/** The arguments of a `Topology`. Each of its objects is created, changed, guarded and deleted like a single resource. */
export interface TopologyArgs extends TopologyData, ExistingArgs {
  /** The vhost, as a `VHost` or by name (replaces). The topology does not declare it. */
  vhost: Input<string> | Reference<"VHost">;
  /** For editors: the JSON Schema of data in a file, `./node_modules/pulumi-rabbitmq-topology/topology.schema.json`. */
  $schema?: string;
  /** Adds objects one by one to the data; the builder's methods return references. The constructor calls it once. */
  define?: (topology: TopologyBuilder) => void;
}

/** Adds objects to a topology. Each method throws if the topology already has an object of that name. */
export interface TopologyBuilder {
  /** Adds an exchange and returns a reference to it. */
  exchange(name: string, args: TopologyExchange): TopologyPart<"Exchange">;
  /** Adds a queue and returns a reference to it. */
  queue(name: string, args?: TopologyQueue): TopologyPart<"Queue">;
  /** Adds a super stream and returns a reference to it. */
  superStream(name: string, args: TopologySuperStream): TopologyPart<"SuperStream">;
  /** Adds a binding. */
  bind(args: TopologyBinding): void;
  /** Adds a policy. */
  policy(name: string, args: TopologyPolicy): void;
  /** Adds an operator policy. */
  operatorPolicy(name: string, args: TopologyOperatorPolicy): void;
  /** Adds a user. */
  user(name: string, args?: TopologyUser): void;
  /** Adds a user's permissions. */
  permissions(user: string, args: TopologyPermissions): void;
  /** Adds a user's topic permissions for one exchange. */
  topicPermissions(user: string, exchange: string, args: TopologyTopicPermissions): void;
  /** Adds a federation upstream. */
  federationUpstream(name: string, args: TopologyFederationUpstream): void;
  /** Adds a federation upstream set. */
  federationUpstreamSet(name: string, args: TopologyFederationUpstreamSet): void;
  /** Adds a shovel. */
  shovel(name: string, args: TopologyShovel): void;
  /** Adds a parameter of a component. */
  parameter(component: string, name: string, args: TopologyParameter): void;
}
