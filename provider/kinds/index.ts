import type { BrokerObject } from "../../model/object";
import type { Kind } from "../kind";
import { ConfigurationError } from "../management/errors";
import { binding } from "./binding";
import { clusterName } from "./cluster-name";
import { exchange } from "./exchange";
import { featureFlag } from "./feature-flag";
import { federationUpstream } from "./federation-upstream";
import { federationUpstreamSet } from "./federation-upstream-set";
import { globalParameter } from "./global-parameter";
import { operatorPolicy } from "./operator-policy";
import { parameter } from "./parameter";
import { permissions } from "./permissions";
import { policy } from "./policy";
import { queue } from "./queue";
import { shovel } from "./shovel";
import { superStream } from "./super-stream";
import { topicPermissions } from "./topic-permissions";
import { user } from "./user";
import { userLimits } from "./user-limits";
import { vhost } from "./vhost";
import { vhostLimits } from "./vhost-limits";

/**
 * Every kind of object, by the name of its class. A new kind is one line here, in the order in which a topology
 * declares them: limits and policies before the objects that they apply to; topic permissions before permissions, since
 * a user without topic permissions may use every key; shovels after all that they name and log in as.
 */
export const kinds = {
  ClusterName: clusterName,
  FeatureFlag: featureFlag,
  VHost: vhost,
  User: user,
  UserLimits: userLimits,
  VHostLimits: vhostLimits,
  FederationUpstream: federationUpstream,
  FederationUpstreamSet: federationUpstreamSet,
  Policy: policy,
  OperatorPolicy: operatorPolicy,
  Exchange: exchange,
  Queue: queue,
  SuperStream: superStream,
  Binding: binding,
  TopicPermissions: topicPermissions,
  Permissions: permissions,
  Shovel: shovel,
  Parameter: parameter,
  GlobalParameter: globalParameter,
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/** The kind of this name. Names come from states and other kinds, so a later version may have written an unknown one. */
export function kindNamed(name: string): Kind {
  if (Object.hasOwn(kinds, name)) return kinds[name as KindName];
  throw new ConfigurationError(
    `this pulumi-rabbitmq-topology has no kind "${name}": install the version that the stack was last deployed with, or a later one`,
  );
}

/** The same object, with the kind in place of its name. */
export function withKind({ kind, args }: BrokerObject): BrokerObject<Kind> {
  return { kind: kindNamed(kind), args };
}
