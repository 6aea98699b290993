/**
 * What the platform promises an application, and what the application may do: plain JSON without secrets, for any
 * language. Further fields may come with the same `version`.
 */
export interface Contract {
  /** The JSON Schema that it keeps, for editors. */
  $schema?: string | undefined;
  /** Of this format. */
  version: 1;
  /** The application's name: that of its `AppAccess`. */
  application: string;
  /** The vhost of all this. */
  vhost: string;
  /** The application's users: two where they are used in turn. */
  usernames: string[];
  /** The Pulumi stack that declares all this: organization/project/stack. */
  stack: string;
  /** Whom to ask. */
  owner?: string | undefined;
  /** The broker's version when this was written. */
  rabbitmqVersion: string;
  /** Exchanges that must exist; the application has some permission on each. */
  exchanges: ContractExchange[];
  /** Queues and streams that must exist; the application has some permission on each. */
  queues: ContractQueue[];
  /** Where it may publish. */
  publishTo: ContractPublication[];
  /** Queues and streams that it may consume from. */
  consumeFrom: string[];
  /** Exchanges that it may bind from. */
  bindFrom: ContractBinding[];
  /** The regular expressions of its permission in the vhost, by `configure`, `write` and `read`. */
  permissions: Record<"configure" | "write" | "read", string>;
}

/** An exchange. What is not known, since another stack declares it, is absent. */
export interface ContractExchange {
  /** Its name. */
  name: string;
  /** Its type. */
  type?: string | undefined;
  /** Whether it survives a restart of the broker. */
  durable?: boolean | undefined;
}

/** A queue or stream. What is not known, since another stack declares it, is absent. */
export interface ContractQueue {
  /** Its name. */
  name: string;
  /** `classic`, `quorum` or `stream`; absent too where the vhost's default type is meant. */
  type?: string | undefined;
  /** Whether it survives a restart of the broker. */
  durable?: boolean | undefined;
  /** Its arguments, under the broker's names. */
  arguments?: { [name: string]: unknown } | undefined;
}

/** A right to publish. */
export interface ContractPublication {
  /** The exchange; `""` is the default exchange. */
  exchange: string;
  /** The routing keys, as topic patterns; absent: any. */
  routingKeys?: string[] | undefined;
}

/** A right to bind. */
export interface ContractBinding {
  /** The exchange that messages come from. */
  exchange: string;
  /** The binding keys; absent: any. */
  bindingKeys?: string[] | undefined;
}
