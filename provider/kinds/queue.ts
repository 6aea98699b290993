import type { Input } from "@pulumi/pulumi";
import { name, ownName, text } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Plain, Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { path } from "../management/path";
import type { Settings } from "../management/settings";
import { bringBack } from "../migration/bring-back";
import { refuseUnfinished } from "../migration/holding";
import { takeOut } from "../migration/take-out";
import { pathKind } from "../path-kind";
import { attachedBindings } from "./attached";
import { fixed, local } from "./field";
import { argumentFields, argumentNames, typeProblem, unsupported } from "./queue-arguments";
import { removalOfQueue } from "./queue-guard";
import { flag, oneOf, otherArguments } from "./schema";
import { wire } from "./wire";

/**
 * A queue or stream. Only `forceDestroy` can be changed in place: the broker fixes a queue when it is declared, so any
 * other change deletes it and declares it again. This is refused as long as the queue has messages or consumers. A
 * policy can set most of these arguments too, and changes them in place.
 */
export interface QueueArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name: 1 to 255 bytes, not beginning with `amq.` (replaces). */
  name: Input<string>;
  /**
   * Its type: `classic`, `quorum`, `stream`, or one of a plugin or of a commercial RabbitMQ, such as `jms` (replaces).
   * @default the vhost's default queue type, as it is when the queue is declared
   */
  type?: Input<"classic" | "quorum" | "stream" | (string & {})>;
  /**
   * Whether it survives a restart of the broker; quorum queues and streams always do. RabbitMQ 4.3 refuses `false`, unless
   * its configuration permits `transient_nonexcl_queues` (replaces). @default true
   */
  durable?: Input<boolean>;
  /** Whether the broker deletes it with its last consumer; classic queues only (replaces). @default false */
  autoDelete?: Input<boolean>;
  /** Whether `pulumi destroy` and a replacement may lose its messages and cancel its consumers. @default that of the provider: false */
  forceDestroy?: Input<boolean>;
  /**
   * What a replacement does with its messages: `refuse` does not replace a queue that holds any; `migrate` moves them to a
   * holding queue, replaces this one and moves them back. Needs `rabbitmq:amqpEndpoint` and the package amqplib.
   * @default that of the provider: "refuse"
   */
  onReplace?: Input<"refuse" | "migrate">;

  /** Time without use after which the broker deletes it, in milliseconds, at least 1. Not for streams (replaces). */
  expires?: Input<number>;
  /** How long a message may stay in the queue, in milliseconds. Not for streams (replaces). */
  messageTtl?: Input<number>;
  /** The exchange for rejected, expired and overflowing messages, as an `Exchange` or by name; "" is the default exchange. Not for streams (replaces). */
  deadLetterExchange?: Input<string> | Reference<"Exchange">;
  /** The routing key for dead-lettered messages. Not for streams (replaces). @default the message's own */
  deadLetterRoutingKey?: Input<string>;
  /** How reliably it dead-letters; `at-least-once` needs `overflow: "reject-publish"`. Quorum queues only (replaces). @default "at-most-once" */
  deadLetterStrategy?: Input<"at-most-once" | "at-least-once">;
  /** How many messages it may hold. Not for streams (replaces). */
  maxLength?: Input<number>;
  /** How many bytes of message bodies it may hold (replaces). */
  maxLengthBytes?: Input<number>;
  /** What the broker does at `maxLength`; `reject-publish-dlx` is for classic queues only. Not for streams (replaces). @default "drop-head" */
  overflow?: Input<"drop-head" | "reject-publish" | "reject-publish-dlx">;
  /** Whether only one consumer at a time gets messages. Not for streams (replaces). @default false */
  singleActiveConsumer?: Input<boolean>;
  /** The node that its leader starts on: `client-local` or `balanced`. Not for classic queues on RabbitMQ 3.10 (replaces). */
  leaderLocator?: Input<"client-local" | "balanced" | (string & {})>;
  /** The highest priority, 0 to 255. Classic queues only (replaces). */
  maxPriority?: Input<number>;
  /** How it stores messages, `default` or `lazy`; without effect from RabbitMQ 3.12 on. Classic queues only (replaces). */
  mode?: Input<"default" | "lazy" | (string & {})>;
  /** The storage format; RabbitMQ 4.3 refuses 1. Classic queues only (replaces). @default 2 from RabbitMQ 4.0 on */
  version?: Input<1 | 2>;
  /** How often a message may be returned before it is dropped or dead-lettered; -1 is no limit. Quorum queues only (replaces). @default 20 from RabbitMQ 4.0 on */
  deliveryLimit?: Input<number>;
  /** How many nodes have a replica at first. Quorum queues only (replaces). */
  quorumInitialGroupSize?: Input<number>;
  /** How many nodes are to have a replica; the broker adds replicas until then. Quorum queues only; needs RabbitMQ 3.13 (replaces). */
  quorumTargetGroupSize?: Input<number>;
  /** The tag of the nodes that may have a replica. Quorum queues only; RabbitMQ 4.3.6 does not support it yet (replaces). */
  memberPlacementTag?: Input<string>;
  /** How long a consumer may hold a message without an acknowledgement, in milliseconds. Needs RabbitMQ 3.12; from 4.3 on quorum queues only (replaces). */
  consumerTimeout?: Input<number>;
  /** How long the messages of a disconnected consumer are kept for it, in milliseconds. Quorum queues only; needs RabbitMQ 4.3 (replaces). */
  consumerDisconnectedTimeout?: Input<number>;
  /** Which returned messages wait before they are delivered again. Quorum queues only; needs RabbitMQ 4.3 (replaces). */
  delayedRetryType?: Input<"all" | "failed" | "returned" | "disabled" | (string & {})>;
  /** The shortest wait of a returned message, in milliseconds. Quorum queues only; needs RabbitMQ 4.3 (replaces). */
  delayedRetryMin?: Input<number>;
  /** The longest wait of a returned message, in milliseconds. Quorum queues only; needs RabbitMQ 4.3 (replaces). */
  delayedRetryMax?: Input<number>;
  /** How many messages it keeps in memory. Quorum queues of RabbitMQ 3 only (replaces). */
  maxInMemoryLength?: Input<number>;
  /** How many bytes it keeps in memory. Quorum queues of RabbitMQ 3 only (replaces). */
  maxInMemoryBytes?: Input<number>;
  /** How old its messages may become, such as `7D`: a number and one of Y, M, D, h, m, s. Streams only (replaces). */
  maxAge?: Input<string>;
  /** The size of its segment files, in bytes. Streams only (replaces). */
  maxSegmentSizeBytes?: Input<number>;
  /** The size of the filter in each chunk, 16 to 255 bytes. Streams only; needs RabbitMQ 3.13 (replaces). */
  filterSizeBytes?: Input<number>;
  /** How many nodes have a replica at first. Streams only (replaces). */
  initialClusterSize?: Input<number>;
  /** Further arguments, with their types: 1 and "1" differ (replaces). */
  arguments?: Input<{ [name: string]: Input<unknown> }>;
}

/** If the program does not give the type, the broker adds it to the arguments. */
const type = fixed(text.min(1, "must not be empty").optional(), { left: true, api: "type", argument: "x-queue-type" });

const fields = {
  vhost: fixed(name),
  name: fixed(ownName),
  type,
  durable: fixed(flag.default(true), {
    support: [
      {
        until: [4, 3],
        lacking: "refuses",
        of: "false",
        includes: (durable: boolean) => !durable,
        feature: "transient_nonexcl_queues",
        instead: "declare it durable",
      },
    ],
  }),
  autoDelete: fixed(flag.default(false), { api: "auto_delete" }),
  forceDestroy: local(flag.optional()),
  onReplace: local(oneOf(["refuse", "migrate"]).optional()),
  ...argumentFields,
  arguments: fixed(otherArguments({ type, ...argumentFields }), {
    support: [
      {
        until: [4, 3],
        lacking: "refuses",
        part: "x-queue-master-locator",
        feature: "queue_master_locator",
        instead: "use leaderLocator",
      },
    ],
  }),
} satisfies FieldsOf<QueueArgs>;

type Queue = Plain<QueueArgs>;

function migrates({ onReplace }: Queue, settings: Settings): boolean {
  return (onReplace ?? settings.onReplace) === "migrate";
}

const isReplicated = (type: string | undefined) => type === "quorum" || type === "stream";

/** @internal */
export const queue = pathKind<QueueArgs>({
  name: "Queue",
  noun: "queue",
  fields,
  rules: [
    {
      of: ["type"],
      severity: "new",
      problem: ({ type }) => typeProblem(type),
    },
    {
      of: ["mode"],
      severity: "new",
      problem: ({ mode }) =>
        mode === undefined || mode === "default" || mode === "lazy" ? undefined : 'must be "default" or "lazy"',
    },
    {
      of: ["durable", "type"],
      problem: ({ type, durable }) =>
        isReplicated(type) && !durable ? `a ${type} queue is always durable` : undefined,
    },
    {
      of: ["autoDelete", "type"],
      problem: ({ type, autoDelete }) =>
        isReplicated(type) && autoDelete ? `a ${type} queue cannot be autoDelete; use expires` : undefined,
    },
    {
      of: ["overflow", "type"],
      severity: "new",
      problem: ({ type, overflow }) =>
        type === "quorum" && overflow === "reject-publish-dlx"
          ? 'a quorum queue treats "reject-publish-dlx" as "drop-head": use "reject-publish"'
          : undefined,
    },
    {
      of: ["deadLetterStrategy", "overflow"],
      severity: "warning",
      problem: ({ deadLetterStrategy, overflow }) =>
        deadLetterStrategy === "at-least-once" && overflow !== "reject-publish"
          ? '"at-least-once" needs overflow: "reject-publish", here or by a policy; without it RabbitMQ falls back to "at-most-once"'
          : undefined,
    },
    ...argumentNames.map((name) => ({
      of: [name, "type"] as const,
      problem: (args: Queue) => (args[name] === undefined ? undefined : unsupported(args.type, name)),
    })),
  ],
  refuses: { exclusive: "an exclusive queue belongs to one connection: the application declares it itself" },
  identity: ["vhost", "name"],
  part: { section: "queues", keys: ["name"], holds: "messages" },
  overwrites: false,
  title: ({ name, vhost }) => `queue "${name}" in vhost "${vhost}"`,
  path: ({ vhost, name }) => path`queues/${vhost}/${name}`,
  list: ({ vhost }) => path`queues/${String(vhost)}?disable_stats=true`,
  attached: (broker, { vhost, name }) => {
    const to = { vhost, destination: name, destination_type: "queue" };
    return attachedBindings(broker, path`queues/${vhost}/${name}/bindings`, to);
  },
  async removal(broker, queue, options, place) {
    const mayBeUnfinished = !options.force && !options.isTakenOut && migrates(queue, broker.settings);
    if (mayBeUnfinished) await refuseUnfinished(broker, queue);
    return removalOfQueue(broker, queue, options, place);
  },
  migration: { isWanted: migrates, takeOut, bringBack },
});

const { toApi } = wire(fields);

/**
 * All arguments of a queue, under the broker's names.
 * @internal
 */
export function argumentsOf(args: Queue): Fields {
  return toApi(args as Fields)["arguments"] as Fields;
}
