/**
 * The objects that the platform guarantees to an application, and what the application may do with them. It is plain
 * JSON without secrets, for any language. Later releases may add fields under the same `version`.
 */
export interface Contract {
  /** The JSON Schema of the contract, for editors. */
  $schema?: string | undefined;
  /** The version of this format: 1. Its type is `number`, as TypeScript sees it in an imported JSON file. */
  version: number;
  /** The application's name, which is that of its `AppAccess`. */
  application: string;
  /** The vhost that contains all of these objects. */
  vhost: string;
  /** The application's users: two if the application uses them in turn. */
  usernames: string[];
  /** The Pulumi stack that declares the objects: organization/project/stack. */
  stack: string;
  /** The person or team to ask. */
  owner?: string | undefined;
  /** Exchanges that must exist; the application has some permission on each. */
  exchanges: ContractExchange[];
  /** Queues and streams that must exist; the application has some permission on each. */
  queues: ContractQueue[];
  /** Exchanges that it may publish to. */
  publishTo: ContractPublication[];
  /** Queues and streams that it may consume from. */
  consumeFrom: string[];
  /** Exchanges that it may bind from. */
  bindFrom: ContractBinding[];
  /** The regular expressions of its permission in the vhost, by `configure`, `write` and `read`. */
  permissions: Record<"configure" | "write" | "read", string>;
}

/** An exchange. Properties that are unknown, since another stack declares it, are absent. */
export interface ContractExchange {
  /** Its name. */
  name: string;
  /** Its type. */
  type?: string | undefined;
  /** Whether it survives a restart of the broker. */
  durable?: boolean | undefined;
}

/** A queue or stream. Properties that are unknown, since another stack declares it, are absent. */
export interface ContractQueue {
  /** Its name. */
  name: string;
  /** Its type, `classic`, `quorum` or `stream`; also absent if the queue has the vhost's default type. */
  type?: string | undefined;
  /** Whether it survives a restart of the broker. */
  durable?: boolean | undefined;
  /** Its arguments, under the broker's names. */
  arguments?: { [name: string]: unknown } | undefined;
}

/** A permission to publish. */
export interface ContractPublication {
  /** The exchange; `""` is the default exchange. */
  exchange: string;
  /** The routing keys, as topic patterns; absent means any key. */
  routingKeys?: string[] | undefined;
}

/** A permission to bind. */
export interface ContractBinding {
  /** The exchange that messages come from. */
  exchange: string;
  /** The binding keys; absent means any key. */
  bindingKeys?: string[] | undefined;
}
