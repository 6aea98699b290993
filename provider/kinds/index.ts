import type { Kind } from "../kind";
import { binding } from "./binding";
import { exchange } from "./exchange";
import { operatorPolicy } from "./operator-policy";
import { permissions } from "./permissions";
import { policy } from "./policy";
import { queue } from "./queue";
import { topicPermissions } from "./topic-permissions";
import { user } from "./user";
import { vhost } from "./vhost";
import { vhostLimits } from "./vhost-limits";

/** Every kind of object, by the name of its class. A new kind is one line here. */
export const kinds = {
  VHost: vhost,
  Exchange: exchange,
  Queue: queue,
  Binding: binding,
  User: user,
  Permissions: permissions,
  TopicPermissions: topicPermissions,
  Policy: policy,
  OperatorPolicy: operatorPolicy,
  VHostLimits: vhostLimits,
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
