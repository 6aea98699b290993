/** One class for each kind. The documentation of its arguments is at the `Args` interface in `provider/kinds/`. */
import type * as pulumi from "@pulumi/pulumi";
import type { BindingArgs } from "../provider/kinds/binding";
import type { ExchangeArgs } from "../provider/kinds/exchange";
import type { OperatorPolicyArgs } from "../provider/kinds/operator-policy";
import type { PermissionsArgs } from "../provider/kinds/permissions";
import type { PolicyArgs } from "../provider/kinds/policy";
import type { QueueArgs } from "../provider/kinds/queue";
import type { TopicPermissionsArgs } from "../provider/kinds/topic-permissions";
import type { UserArgs } from "../provider/kinds/user";
import type { VHostArgs } from "../provider/kinds/vhost";
import type { VHostLimitsArgs } from "../provider/kinds/vhost-limits";
import { resource } from "./resource";

/** A virtual host, which contains exchanges, queues, policies and permissions. Its id is its name. */
export class VHost extends resource<"VHost", VHostArgs>("VHost") {}

/** An exchange, to which applications publish. Its id is `vhost/name`. */
export class Exchange extends resource<"Exchange", ExchangeArgs, "durable" | "autoDelete" | "internal">("Exchange") {}

/** A classic queue, a quorum queue or a stream. Its id is `vhost/name`. */
export class Queue extends resource<"Queue", QueueArgs, "durable" | "autoDelete">("Queue") {}

/** A binding from an exchange to a queue or another exchange. Its id is `vhost/source/destinationType/destination/propertiesKey`. */
export class Binding extends resource<"Binding", BindingArgs, "vhost" | "destinationType" | "routingKey">("Binding") {
  /** The broker's name for the binding, unique between its source and its destination. */
  declare readonly propertiesKey: pulumi.Output<string>;
}

/** A user, for one application or one person. Its id is its name. */
export class User extends resource<"User", UserArgs>("User") {}

/** The permissions of one user in one vhost: what it may configure, write and read. Its id is `vhost/user`. */
export class Permissions extends resource<"Permissions", PermissionsArgs, "configure" | "write" | "read">(
  "Permissions",
) {
  /** The broker's version when the permissions were declared or last read. */
  declare readonly rabbitmqVersion: pulumi.Output<string>;
}

/** The routing keys that one user may use with one topic exchange. Its id is `vhost/user/exchange`. */
export class TopicPermissions extends resource<"TopicPermissions", TopicPermissionsArgs, "write" | "read">(
  "TopicPermissions",
) {}

/**
 * Settings for all exchanges and queues of a vhost whose names match a pattern. The broker changes them in place. Its id is
 * `vhost/name`.
 * @example
 * ```ts
 * new rabbitmq.Policy("orders", { vhost, name: "orders", pattern: rabbitmq.exactly(orders), maxLength: 100_000 });
 * ```
 */
export class Policy extends resource<"Policy", PolicyArgs, "applyTo" | "priority">("Policy") {}

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

/** The limits of a vhost that another program declares. Their id is the vhost's name. */
export class VHostLimits extends resource<"VHostLimits", VHostLimitsArgs>("VHostLimits") {}

export type {
  BindingArgs,
  ExchangeArgs,
  OperatorPolicyArgs,
  PermissionsArgs,
  PolicyArgs,
  QueueArgs,
  TopicPermissionsArgs,
  UserArgs,
  VHostArgs,
  VHostLimitsArgs,
};
