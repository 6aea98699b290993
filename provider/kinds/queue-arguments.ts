import { z } from "zod";
import { text } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Field, Support } from "../kind";
import { similar } from "../similar";
import { fixed } from "./field";
import { flag, integer, natural, oneOf, positive, wideNatural } from "./schema";

/** The types that every RabbitMQ has. Plugins and commercial versions have others, of which nothing is known here. */
export const queueTypes = ["classic", "quorum", "stream"] as const;
type QueueType = (typeof queueTypes)[number];

/** A field for one of the broker's arguments. */
interface Argument<Value> extends Field<Value | undefined> {
  /** The queue types that support it. */
  readonly types: readonly QueueType[];
}

const all: readonly QueueType[] = queueTypes;
const noStream: readonly QueueType[] = ["classic", "quorum"];

/** The arguments that a policy can set, under the same key (https://www.rabbitmq.com/docs/policies). */
const policyKeys = new Set([
  "expires",
  "message-ttl",
  "dead-letter-exchange",
  "dead-letter-routing-key",
  "dead-letter-strategy",
  "max-length",
  "max-length-bytes",
  "overflow",
  "queue-mode",
  "queue-version",
  "delivery-limit",
  "consumer-timeout",
  "max-age",
  "stream-max-segment-size-bytes",
]);

const argument = <Value>(
  key: string,
  value: z.ZodType<Value>,
  types: readonly QueueType[],
  ...support: Support<NonNullable<Value>>[]
): Argument<Value> => {
  const policy = key.replace(/^x-/, "");
  const isOf = ({ type }: Fields) => !isKnownType(type) || types.includes(type);
  const ofTypes = support.map((row) => ({
    ...row,
    includes: (given: NonNullable<Value>, args: Fields) => isOf(args) && (row.includes?.(given, args) ?? true),
  }));
  const more = { argument: key, support: ofTypes, ...(policyKeys.has(policy) && { policy }) };
  return { ...fixed<Value | undefined>(value.optional(), more), types };
};

/** Older versions store the argument and ignore it. */
const since = (major: number, minor: number): Support<never> => ({ since: [major, minor], lacking: "ignores" });

const until4: Support<never> = {
  until: [4, 0],
  lacking: "ignores",
  instead: "leave it out: quorum queues keep no message bodies in memory any more",
  source: "https://www.rabbitmq.com/docs/quorum-queues",
};

const ofClassic = {
  of: "of a classic queue",
  includes: (_: unknown, { type }: Fields) => type === "classic",
};

const filterSize = integer.min(16, "must be 16 to 255").max(255, "must be 16 to 255");

/** Every argument of a queue that has a property of its own, except the type. */
export const argumentFields = {
  expires: argument("x-expires", positive, noStream),
  messageTtl: argument("x-message-ttl", natural, noStream),
  deadLetterExchange: argument("x-dead-letter-exchange", text, noStream),
  deadLetterRoutingKey: argument("x-dead-letter-routing-key", text, noStream),
  deadLetterStrategy: argument("x-dead-letter-strategy", oneOf(["at-most-once", "at-least-once"]), ["quorum"]),
  maxLength: argument("x-max-length", wideNatural, noStream),
  maxLengthBytes: argument("x-max-length-bytes", wideNatural, all),
  overflow: argument("x-overflow", oneOf(["drop-head", "reject-publish", "reject-publish-dlx"]), noStream),
  singleActiveConsumer: argument("x-single-active-consumer", flag, noStream),
  leaderLocator: argument("x-queue-leader-locator", text, all, {
    ...ofClassic,
    since: [4, 0],
    lacking: "refuses",
    source: "refused by 3.10.8 and taken by 4.0.5; the versions between were not tried",
  }),
  maxPriority: argument("x-max-priority", natural.max(255, "must be 0 to 255"), ["classic"]),
  mode: argument("x-queue-mode", text, ["classic"], {
    until: [4, 3],
    lacking: "ignores",
    instead: "leave it out: it has had no effect since RabbitMQ 3.12",
  }),
  version: argument("x-queue-version", z.union([z.literal(1), z.literal(2)], "must be 1 or 2"), ["classic"], {
    until: [4, 3],
    lacking: "refuses",
    of: "1",
    includes: (version) => version === 1,
    instead: "use 2, or leave it out",
  }),
  deliveryLimit: argument("x-delivery-limit", integer, ["quorum"]),
  quorumInitialGroupSize: argument("x-quorum-initial-group-size", positive, ["quorum"]),
  quorumTargetGroupSize: argument("x-quorum-target-group-size", positive, ["quorum"], {
    ...since(3, 13),
    source: "https://www.rabbitmq.com/docs/quorum-queues#replica-reconciliation",
  }),
  memberPlacementTag: argument("x-member-placement-tag", text, ["quorum"]),
  consumerTimeout: argument("x-consumer-timeout", natural, noStream, since(3, 12), {
    ...ofClassic,
    until: [4, 3],
    lacking: "refuses",
    instead: "use a quorum queue, or consumer_timeout in rabbitmq.conf",
  }),
  consumerDisconnectedTimeout: argument("x-consumer-disconnected-timeout", natural, ["quorum"], since(4, 3)),
  delayedRetryType: argument("x-delayed-retry-type", text, ["quorum"], since(4, 3)),
  delayedRetryMin: argument("x-delayed-retry-min", natural, ["quorum"], since(4, 3)),
  delayedRetryMax: argument("x-delayed-retry-max", natural, ["quorum"], since(4, 3)),
  maxInMemoryLength: argument("x-max-in-memory-length", natural, ["quorum"], until4),
  maxInMemoryBytes: argument("x-max-in-memory-bytes", natural, ["quorum"], until4),
  maxAge: argument(
    "x-max-age",
    text.regex(/^0*[1-9]\d*[YMDhms]$/, 'must be a number above 0 and one of Y, M, D, h, m, s, such as "7D"'),
    ["stream"],
  ),
  maxSegmentSizeBytes: argument("x-stream-max-segment-size-bytes", natural, ["stream"]),
  filterSizeBytes: argument("x-stream-filter-size-bytes", filterSize, ["stream"], since(3, 13)),
  initialClusterSize: argument("x-initial-cluster-size", positive, ["stream"]),
};

type QueueArgument = keyof typeof argumentFields;

/** The reason why a queue of this type cannot have the argument, or `undefined`. */
export function unsupported(type: string | undefined, name: QueueArgument): string | undefined {
  const { types } = argumentFields[name];
  if (!isKnownType(type) || types.includes(type)) return undefined;
  return `a ${type} queue has no ${name} (only ${types.join(" and ")} queues have it)`;
}

export function isKnownType(type: unknown): type is QueueType {
  return queueTypes.some((known) => known === type);
}

/** The type that was probably meant, as the reason of a refusal. */
export function typeProblem(type = ""): string | undefined {
  const meant = isKnownType(type) ? undefined : similar(type, queueTypes);
  return meant && `is no type of RabbitMQ's own: did you mean "${meant}"?`;
}

/** The typed properties' names, in the order above. */
export const argumentNames = Object.keys(argumentFields) as QueueArgument[];
