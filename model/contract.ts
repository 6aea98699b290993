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
  exchanges: { name: string; type?: string | undefined; durable?: boolean | undefined }[];
  /** Queues and streams that must exist; the application has some permission on each. */
  queues: {
    name: string;
    type?: string | undefined;
    durable?: boolean | undefined;
    arguments?: { [name: string]: unknown } | undefined;
  }[];
  /** Where it may publish, and with which routing keys: topic patterns; absent: any. `""` is the default exchange. */
  publishTo: { exchange: string; routingKeys?: string[] | undefined }[];
  /** Queues and streams that it may consume from. */
  consumeFrom: string[];
  /** Exchanges that it may bind queues of its own from, and with which binding keys. */
  bindFrom: { exchange: string; bindingKeys?: string[] | undefined }[];
  /** The regular expressions of its permission in the vhost. */
  permissions: { configure: string; write: string; read: string };
}
