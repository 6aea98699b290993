import { z } from "zod";
import { entryOf, realExchange } from "./entry";
import { mqtt, mqttUse } from "./mqtt";
import { name, text } from "./name";
import { type Asked, exchange, type Operation, queue, queuesFrom } from "./operation";
import type { Roles } from "./roles";
import { stomp, stompUse } from "./stomp";
import { consuming, publishing, streamConsumption, streamPublication } from "./stream";
import { temporary } from "./temporary";
import type { Plain } from "./value";

/** One role: the schema of an entry in its list, and the operations that such an entry requests from the broker. */
interface Role<Entry = unknown> {
  readonly entry: z.ZodType<Entry>;
  readonly operations: (entry: Entry) => Operation[];
}

const role = <Entry>(entry: z.ZodType<Entry>, operations: (entry: Entry) => Operation[]): Role<Entry> => ({
  entry,
  operations,
});

/** The name of any exchange, also of the default exchange. */
const exchangeName = z.union([z.literal(["", "amq.default"]), name], { error: "must be the name of an exchange" });
const keys = z.array(text, "must be a list").min(1, "must not be empty: leave it out to allow any key").optional();
const notRestrictable = "cannot have routingKeys on the default exchange: RabbitMQ restricts topic exchanges only";
/** Accepts the name alone in place of an entry. */
const named = <Entry>(field: string, entry: z.ZodType<Entry>) =>
  z.preprocess((value) => (typeof value === "string" ? { [field]: value } : value), entry);

const publication = named(
  "exchange",
  entryOf({ exchange: exchangeName, routingKeys: keys }, "a name, or ").refine(isRestrictable, notRestrictable),
);
const publish = (to: string, routingKeys?: string[]): Operation => ({
  verb: "publish",
  target: exchange(to),
  ...(routingKeys && { keys: routingKeys }),
});
const consume = (from: string): Operation => ({ verb: "consume", target: queue(from) });

/** Every role. A new one is one entry here and a field of {@link Roles}. */
export const roleTable = {
  publishTo: role(publication, ({ exchange, routingKeys }) => [publish(exchange, routingKeys)]),
  consumeFrom: role(name, (from) => [consume(from)]),
  retryTo: role(publication, ({ exchange, routingKeys }) => [publish(exchange, routingKeys)]),
  rpcServer: role(
    entryOf({ queue: name, replyExchange: exchangeName.optional(), replyKeys: keys }).refine(
      ({ replyExchange = "", replyKeys }) => replyKeys === undefined || exchange(replyExchange).name !== "",
      "replyKeys need a replyExchange: RabbitMQ restricts topic exchanges only",
    ),
    (server) => [consume(server.queue), publish(server.replyExchange ?? "", server.replyKeys)],
  ),
  rpcClient: role(
    entryOf({
      exchange: exchangeName,
      routingKeys: keys,
      replyExchange: realExchange.optional(),
      replyKeys: keys,
      replyQueue: name.optional(),
    })
      .refine(isRestrictable, notRestrictable)
      .refine(
        (client) => !(client.replyExchange && client.replyQueue),
        "must not have both replyExchange and replyQueue",
      )
      .refine((client) => !client.replyKeys || client.replyExchange, "replyKeys need a replyExchange"),
    ({ exchange: to, routingKeys, replyExchange, replyKeys, replyQueue }) => [
      publish(to, routingKeys),
      ...(replyQueue ? [consume(replyQueue)] : []),
      ...(replyExchange ? temporary(queuesFrom("amq.gen-"), exchange(replyExchange), replyKeys) : []),
    ],
  ),
  temporaryQueues: role(
    entryOf({
      from: realExchange.optional(),
      bindingKeys: keys,
      prefix: name
        .refine((prefix) => prefix === "amq.gen-" || !prefix.startsWith("amq."), 'must not begin with "amq."')
        // Such a prefix would match the default exchange too, and with it every queue of the vhost.
        .refine(
          (prefix) => !"amq.".startsWith(prefix),
          'must not be a prefix of "amq.": the broker reserves such names',
        )
        .default("amq.gen-"),
    }),
    ({ from, bindingKeys, prefix }) =>
      temporary(queuesFrom(prefix), from === undefined ? undefined : exchange(from), bindingKeys),
  ),
  bindQueue: role(entryOf({ queue: name, from: realExchange, bindingKeys: keys }), (binding) => [
    bind("bindQueue", queue(binding.queue), binding),
  ]),
  bindExchange: role(entryOf({ exchange: realExchange, from: realExchange, bindingKeys: keys }), (binding) => [
    bind("bindExchange", exchange(binding.exchange), binding),
  ]),
  declareQueue: role(
    named("queue", entryOf({ queue: name, deadLetterExchange: exchangeName.optional() }, "a name, or ")),
    ({ queue: own, deadLetterExchange: dead }) => [
      { verb: "declareQueue", target: queue(own) },
      { verb: "deleteQueue", target: queue(own) },
      ...(dead === undefined
        ? []
        : [{ verb: "declareQueueWithDeadLetters" as const, target: queue(own), other: exchange(dead) }]),
    ],
  ),
  declareExchange: role(
    named("exchange", entryOf({ exchange: realExchange, alternateExchange: realExchange.optional() }, "a name, or ")),
    ({ exchange: own, alternateExchange }) => [
      { verb: "declareExchange", target: exchange(own) },
      { verb: "deleteExchange", target: exchange(own) },
      ...(alternateExchange === undefined
        ? []
        : [
            {
              verb: "declareExchangeWithAlternate" as const,
              target: exchange(own),
              other: exchange(alternateExchange),
            },
          ]),
    ],
  ),
  publishToStream: role(streamPublication, publishing),
  consumeFromStream: role(streamConsumption, consuming),
  mqtt: role(mqttUse, mqtt),
  stomp: role(stompUse, stomp),
  // biome-ignore lint/suspicious/noExplicitAny: entries differ from role to role
} satisfies { [Name in keyof Roles]-?: Role<any> };

export type RoleName = keyof Roles;
export const roleNames = Object.keys(roleTable) as RoleName[];

/** A validator for each role's list. */
export const roleSchema = Object.fromEntries(
  roleNames.map((role) => [role, z.array(roleTable[role].entry as z.ZodType, "must be a list").optional()]),
) as unknown as { [Name in RoleName]: z.ZodType };

/** The operations that an application with these roles requests, each with its role. The lists have been checked. */
export function operationsOf(roles: Plain<Roles>): Asked[] {
  return roleNames.flatMap((role) => {
    const { operations } = roleTable[role] as Role;
    return (roles[role] ?? []).flatMap((entry) => operations(entry).map((operation) => ({ role, operation })));
  });
}

function isRestrictable(publication: { exchange: string; routingKeys?: unknown }): boolean {
  return publication.routingKeys === undefined || exchange(publication.exchange).name !== "";
}

function bind(verb: "bindQueue" | "bindExchange", target: Operation["target"], binding: Binding): Operation {
  return { verb, target, other: exchange(binding.from), ...(binding.bindingKeys && { keys: binding.bindingKeys }) };
}

interface Binding {
  readonly from: string;
  readonly bindingKeys?: string[] | undefined;
}
