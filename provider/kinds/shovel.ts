import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { name, text } from "../../model/name";
import type { Plain, Reference } from "../../model/value";
import type { Version } from "../../model/version";
import type { FieldsOf, Rule, Support } from "../kind";
import { inPlace } from "./field";
import { address, keys, parameterKind } from "./parameter-kind";
import { flag, natural, oneOf, otherArguments, positive, table } from "./schema";
import { sameURIs, uris } from "./uri";

/**
 * A shovel: the broker moves messages from a source to a destination, each on any broker. All arguments except the vhost and
 * the name are changed in place: the shovel starts again. Declare the queues and exchanges that it names too: a shovel
 * declares a missing queue itself, as a classic one. Needs the plugin rabbitmq_shovel and the tag `policymaker` or
 * `administrator`.
 */
export interface ShovelArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name (replaces). */
  name: Input<string>;
  /**
   * When a message counts as moved: `on-confirm` loses none, `on-publish` may lose some if the destination fails, `no-ack` also
   * if a connection fails. @default the broker's: "on-confirm"
   */
  ackMode?: Input<"on-confirm" | "on-publish" | "no-ack">;
  /** How long the broker waits before it connects again, in seconds. @default the broker's: 5 */
  reconnectDelay?: Input<number>;

  /**
   * The AMQP URI of the source, or several, of which any one that works is used; a secret. It contains the credentials,
   * percent-encoded. `amqp:///shop` is the vhost "shop" of this broker itself.
   */
  srcUri: Input<string> | Input<Input<string>[]>;
  /** The source's protocol; `local` moves messages within this cluster and needs RabbitMQ 4.2. @default "amqp091" */
  srcProtocol?: Input<"amqp091" | "amqp10" | "local">;
  /** The queue whose messages it moves, as a `Queue` or by name. Not for amqp10. */
  srcQueue?: Input<string> | Reference<"Queue">;
  /** The exchange whose messages it moves, as an `Exchange` or by name; instead of `srcQueue`. Not for amqp10. */
  srcExchange?: Input<string> | Reference<"Exchange">;
  /** The routing key with which it binds its own queue to `srcExchange`. Not for amqp10. @default "" */
  srcExchangeKey?: Input<string>;
  /** The source's address. For amqp10 only, which needs it. */
  srcAddress?: Input<string>;
  /** The arguments of `srcQueue` if the shovel declares it. Not for amqp10. */
  srcQueueArgs?: Input<{ [name: string]: Input<unknown> }>;
  /** The arguments of its consumer, such as `{ "x-stream-offset": "first" }`. For amqp10 they need RabbitMQ 4.3. */
  srcConsumerArgs?: Input<{ [name: string]: Input<unknown> }>;
  /** Its consumer's tag, or its link's name for amqp10. Needs RabbitMQ 4.3. */
  srcConsumerName?: Input<string>;
  /** How many messages may be on their way without an acknowledgement. Not for local. @default the broker's: 1000 */
  srcPrefetchCount?: Input<number>;
  /** Whether it waits for `srcQueue` instead of declaring it. Needs RabbitMQ 3.13. @default the broker's: false */
  srcPredeclared?: Input<boolean>;
  /**
   * When it deletes itself: `queue-length` is after as many messages as the queue holds when it starts, a number is after so many
   * messages. One that has deleted itself stays in the state and is not declared again, unless it is changed. @default "never"
   */
  srcDeleteAfter?: Input<"never" | "queue-length" | number>;
  /** After which time it deletes itself, in seconds. Needs RabbitMQ 4.3.5. */
  srcDeleteAfterDuration?: Input<number>;

  /** The AMQP URI of the destination, or several, of which any one that works is used; a secret. See `srcUri`. */
  destUri: Input<string> | Input<Input<string>[]>;
  /** The destination's protocol; `local` moves messages within this cluster and needs RabbitMQ 4.2. @default "amqp091" */
  destProtocol?: Input<"amqp091" | "amqp10" | "local">;
  /** The queue that gets the messages, as a `Queue` or by name. Not for amqp10. */
  destQueue?: Input<string> | Reference<"Queue">;
  /** The exchange that gets the messages, as an `Exchange` or by name; instead of `destQueue`. Not for amqp10. @default each message's own */
  destExchange?: Input<string> | Reference<"Exchange">;
  /** The routing key for the messages. Not for amqp10. @default each message's own */
  destExchangeKey?: Input<string>;
  /** The destination's address. For amqp10 only, which needs it. */
  destAddress?: Input<string>;
  /** The arguments of `destQueue` if the shovel declares it. Not for amqp10. */
  destQueueArgs?: Input<{ [name: string]: Input<unknown> }>;
  /** Properties that it sets, under AMQP 0-9-1's names: `{ delivery_mode: 2 }`. For amqp091 only. */
  destPublishProperties?: Input<{ [name: string]: Input<unknown> }>;
  /** Properties that it sets, under AMQP 1.0's names. For amqp10 only. */
  destProperties?: Input<{ [name: string]: Input<unknown> }>;
  /** Application properties that it sets. For amqp10 only. */
  destApplicationProperties?: Input<{ [name: string]: Input<unknown> }>;
  /** Message annotations that it sets. For amqp10 only. */
  destMessageAnnotations?: Input<{ [name: string]: Input<unknown> }>;
  /** Whether it adds headers that say where a message was. @default the broker's: false */
  destAddForwardHeaders?: Input<boolean>;
  /** Whether it adds the time at which it moved a message. @default the broker's: false */
  destAddTimestampHeader?: Input<boolean>;
  /** Whether it waits for `destQueue` instead of declaring it. Needs RabbitMQ 3.13. @default the broker's: false */
  destPredeclared?: Input<boolean>;
  /** Further keys, under RabbitMQ's names and with their types. */
  arguments?: Input<{ [key: string]: Input<unknown> }>;
}

type Shovel = Plain<ShovelArgs>;
type Protocol = "amqp091" | "amqp10" | "local";

const protocol = oneOf(["amqp091", "amqp10", "local"]).default("amqp091");
const since = (...version: Version): readonly Support<never>[] => [{ since: version, lacking: "refuses" }];
const localSupport: readonly Support<unknown>[] = [
  { since: [4, 2], lacking: "refuses", of: '"local"', includes: (protocol) => protocol === "local" },
];
const deleteAfter = z.union([oneOf(["never", "queue-length"]), natural], {
  error: 'must be "never", "queue-length" or a number of messages',
});

const typed = keys(
  {
    ackMode: oneOf(["on-confirm", "on-publish", "no-ack"]).optional(),
    reconnectDelay: natural.optional(),
    srcUri: uris,
    srcProtocol: protocol,
    srcQueue: name.optional(),
    srcExchange: name.optional(),
    srcExchangeKey: text.optional(),
    srcAddress: text.optional(),
    srcQueueArgs: table.optional(),
    srcConsumerArgs: table.optional(),
    srcConsumerName: text.optional(),
    srcPrefetchCount: natural.optional(),
    srcPredeclared: flag.optional(),
    srcDeleteAfter: deleteAfter.optional(),
    srcDeleteAfterDuration: positive.optional(),
    destUri: uris,
    destProtocol: protocol,
    destQueue: name.optional(),
    destExchange: text.optional(),
    destExchangeKey: text.optional(),
    destAddress: text.optional(),
    destQueueArgs: table.optional(),
    destPublishProperties: table.optional(),
    destProperties: table.optional(),
    destApplicationProperties: table.optional(),
    destMessageAnnotations: table.optional(),
    destAddForwardHeaders: flag.optional(),
    destAddTimestampHeader: flag.optional(),
    destPredeclared: flag.optional(),
  },
  {
    srcUri: { secret: true, same: sameURIs("srcUri") },
    destUri: { secret: true, same: sameURIs("destUri") },
    srcProtocol: { support: localSupport },
    destProtocol: { support: localSupport },
    srcConsumerName: { support: since(4, 3) },
    srcPredeclared: { support: since(3, 13) },
    destPredeclared: { support: since(3, 13) },
    srcDeleteAfterDuration: { support: since(4, 3, 5) },
  },
);

const queues: readonly Protocol[] = ["amqp091", "local"];
const amqp10: readonly Protocol[] = ["amqp10"];

/** The protocols of the keys that not every protocol has. */
const protocolsOf = {
  srcQueue: queues,
  srcExchange: queues,
  srcExchangeKey: queues,
  srcQueueArgs: queues,
  srcAddress: amqp10,
  srcPrefetchCount: ["amqp091", "amqp10"],
  destQueue: queues,
  destExchange: queues,
  destExchangeKey: queues,
  destQueueArgs: queues,
  destAddress: amqp10,
  destPublishProperties: ["amqp091"],
  destProperties: amqp10,
  destApplicationProperties: amqp10,
  destMessageAnnotations: amqp10,
} as const satisfies { readonly [Name in keyof typeof typed]?: readonly Protocol[] };

const otherProtocols = (Object.keys(protocolsOf) as (keyof typeof protocolsOf)[]).map((field): Rule<ShovelArgs> => {
  const protocols: readonly Protocol[] = protocolsOf[field];
  const end = field.startsWith("src") ? "srcProtocol" : "destProtocol";
  return {
    of: [field, end],
    problem: (args) =>
      args[field] === undefined || protocols.includes(args[end] as Protocol)
        ? undefined
        : `is only for ${end} ${protocols.join(" and ")}, not for ${args[end]}`,
  };
});

const isWithout = (args: Shovel, ...names: (keyof Shovel)[]) => names.every((name) => args[name] === undefined);
const isBoth = (args: Shovel, one: keyof Shovel, other: keyof Shovel) =>
  isWithout(args, one) || isWithout(args, other) ? undefined : `cannot be given together with ${other}`;

const rules: readonly Rule<ShovelArgs>[] = [
  ...otherProtocols,
  { of: ["srcQueue", "srcExchange"], problem: (args) => isBoth(args, "srcQueue", "srcExchange") },
  { of: ["destQueue", "destExchange"], problem: (args) => isBoth(args, "destQueue", "destExchange") },
  {
    of: ["srcQueue", "srcExchange", "srcProtocol"],
    problem: (args) =>
      args.srcProtocol !== "amqp10" && isWithout(args, "srcQueue", "srcExchange")
        ? "or srcExchange must be given: what the shovel moves"
        : undefined,
  },
  ...(["src", "dest"] as const).map((end): Rule<ShovelArgs> => {
    const field = `${end}Address` as const;
    return {
      of: [field, `${end}Protocol`],
      problem: (args) =>
        args[`${end}Protocol`] === "amqp10" && isWithout(args, field)
          ? `is required for ${end}Protocol amqp10`
          : undefined,
    };
  }),
  {
    of: ["srcDeleteAfter", "ackMode"],
    problem: ({ srcDeleteAfter, ackMode }) =>
      typeof srcDeleteAfter === "number" && ackMode === "no-ack"
        ? 'cannot be a number with ackMode "no-ack": the broker cannot count the messages'
        : undefined,
  },
];

/** @internal */
export const shovel = parameterKind<ShovelArgs>({
  name: "Shovel",
  noun: "shovel",
  component: "shovel",
  fields: { ...address, ...typed, arguments: inPlace(otherArguments(typed)) } satisfies FieldsOf<ShovelArgs>,
  rules,
  part: { section: "shovels", keys: ["name"], holds: "traffic" },
  needs: ({ vhost, srcQueue, destQueue, srcExchange, destExchange }) => [
    ...[srcQueue, destQueue].map((name) => ({ kind: "Queue", args: { vhost, name } })),
    ...[srcExchange, destExchange].map((name) => ({ kind: "Exchange", args: { vhost, name } })),
  ],
  isDone: ({ srcDeleteAfter = "never", srcDeleteAfterDuration }) =>
    srcDeleteAfter !== "never" || srcDeleteAfterDuration !== undefined,
  async removal(broker, target, place) {
    await broker.delete(target, place);
    broker.noteStopped();
  },
});
