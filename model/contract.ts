import { z } from "zod";

const names = z.array(z.string());

/**
 * What the platform promises an application, and what the application may do: plain JSON without secrets, for any
 * language. Further fields may come with the same `version`.
 */
export const contract = z.object({
  $schema: z.string().optional(),
  version: z.literal(1).meta({ description: "Of this format" }),
  application: z.string().meta({ description: "The application's name: that of its AppAccess" }),
  vhost: z.string(),
  usernames: names.min(1).meta({ description: "The application's users: two where they are used in turn" }),
  stack: z.string().meta({ description: "The Pulumi stack that declares all this: organization/project/stack" }),
  owner: z.string().optional().meta({ description: "Whom to ask" }),
  rabbitmqVersion: z.string().meta({ description: "The broker's version when this was written" }),
  exchanges: z
    .array(
      z.object({
        name: z.string(),
        type: z.string().optional().meta({ description: "Absent where another stack declares it" }),
        durable: z.boolean().optional(),
      }),
    )
    .meta({ description: "Exchanges that must exist; the application has some permission on each" }),
  queues: z
    .array(
      z.object({
        name: z.string(),
        type: z.string().optional().meta({ description: "classic, quorum or stream; absent where it is not known" }),
        durable: z.boolean().optional(),
        arguments: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .meta({ description: "Queues and streams that must exist; the application has some permission on each" }),
  publishTo: z
    .array(
      z.object({
        exchange: z.string().meta({ description: '"" is the default exchange' }),
        routingKeys: names.optional().meta({ description: "Topic patterns (* and #); absent: any key" }),
      }),
    )
    .meta({ description: "Where it may publish, and with which routing keys" }),
  consumeFrom: names.meta({ description: "Queues and streams that it may consume from" }),
  bindFrom: z
    .array(z.object({ exchange: z.string(), bindingKeys: names.optional() }))
    .meta({ description: "Exchanges that it may bind queues of its own from, and with which binding keys" }),
  permissions: z
    .object({ configure: z.string(), write: z.string(), read: z.string() })
    .meta({ description: "The regular expressions of its permission in the vhost" }),
});

/** The same as a type. It is checked against the schema, so that users' programs need no zod to compile. */
export interface Contract {
  $schema?: string | undefined;
  /** Of this format. */
  version: 1;
  /** The application's name: that of its `AppAccess`. */
  application: string;
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

contract satisfies z.ZodType<Contract>;
