import { z } from "zod";
import type { Contract } from "./contract";

const names = z.array(z.string());

// Generators of code take the ids as names of classes, which are those of the TypeScript types.
const exchange = z
  .object({
    name: z.string(),
    type: z.string().optional().meta({ description: "Absent if another stack declares it" }),
    durable: z.boolean().optional(),
  })
  .meta({ id: "ContractExchange", title: "ContractExchange" });
const queue = z
  .object({
    name: z.string(),
    type: z.string().optional().meta({ description: "classic, quorum or stream; absent if it is not known" }),
    durable: z.boolean().optional(),
    arguments: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "ContractQueue", title: "ContractQueue" });
const publication = z
  .object({
    exchange: z.string().meta({ description: '"" is the default exchange' }),
    routingKeys: names.optional().meta({ description: "Topic patterns (* and #); absent means any key" }),
  })
  .meta({ id: "ContractPublication", title: "ContractPublication" });
const binding = z
  .object({ exchange: z.string(), bindingKeys: names.optional() })
  .meta({ id: "ContractBinding", title: "ContractBinding" });
const permissions = z.object({ configure: z.string(), write: z.string(), read: z.string() }).meta({
  id: "ContractPermissions",
  title: "ContractPermissions",
  description: "The regular expressions of its permission in the vhost",
});

/** A contract's validator, and the source of `contract.schema.json`. Applications need only the type. */
export const contract = z.object({
  $schema: z.string().optional(),
  version: z.literal(1).meta({ description: "The version of this format" }),
  application: z.string().meta({ description: "The application's name, which is that of its AppAccess" }),
  vhost: z.string(),
  usernames: names.min(1).meta({ description: "The application's users: two if the application uses them in turn" }),
  stack: z.string().meta({ description: "The Pulumi stack that declares the objects: organization/project/stack" }),
  owner: z.string().optional().meta({ description: "The person or team to ask" }),
  exchanges: z
    .array(exchange)
    .meta({ description: "Exchanges that must exist; the application has some permission on each" }),
  queues: z
    .array(queue)
    .meta({ description: "Queues and streams that must exist; the application has some permission on each" }),
  publishTo: z
    .array(publication)
    .meta({ description: "Exchanges that it may publish to, and with which routing keys" }),
  consumeFrom: names.meta({ description: "Queues and streams that it may consume from" }),
  bindFrom: z
    .array(binding)
    .meta({ description: "Exchanges that it may bind queues of its own from, and with which binding keys" }),
  permissions,
}) satisfies z.ZodType<Contract>;
