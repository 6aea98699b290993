import { isDeepStrictEqual } from "node:util";
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { name, ownName, text } from "../../model/name";
import type { Fields } from "../../model/object";
import { growthProblem, maxPartitions, numbered, partitionOf } from "../../model/super-stream";
import type { Plain, Reference } from "../../model/value";
import type { Field, FieldsOf, Kind } from "../kind";
import { path } from "../management/path";
import { list } from "../management/target";
import { facts, fixed, inPlace, local } from "./field";
import { argumentFields } from "./queue-arguments";
import { flag, positive } from "./schema";
import { declareSuperStream } from "./super-stream-declare";
import { allPartsOf, keysOf, layoutOf } from "./super-stream-parts";
import { removalOfSuperStream } from "./super-stream-removal";
import { findSuperStream } from "./super-stream-survey";

/**
 * A super stream: an exchange, a stream for each partition, and their bindings in order. It only grows: `partitions` may
 * become more, and `routingKeys` may be appended, both in place. Fewer partitions or another order are refused. Any other
 * change deletes all of it and declares it again, which is refused as long as a partition has messages or consumers.
 * Applications can use it as one super stream from RabbitMQ 3.11 on; before, it is an exchange and streams.
 */
export interface SuperStreamArgs {
  /** The vhost it is in, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** Its name, which is that of the exchange: 1 to 255 bytes with the longest `-key`, not beginning with `amq.` (replaces). */
  name: Input<string>;
  /** The number of its partitions, the streams `name-0`, `name-1` and so on; 1 to 1000. Either this or `routingKeys`. It only grows. */
  partitions?: Input<number>;
  /** A routing key for each partition, whose stream is `name-key`; 1 to 1000, without `~`. They can only be appended. */
  routingKeys?: Input<Input<string>[]>;
  /** How old its messages may become, such as `7D`: a number and one of Y, M, D, h, m, s (replaces). */
  maxAge?: Input<string>;
  /** How many bytes each partition may hold (replaces). */
  maxLengthBytes?: Input<number>;
  /** The size of the segment files, in bytes (replaces). */
  maxSegmentSizeBytes?: Input<number>;
  /** The size of the filter in each chunk, 16 to 255 bytes; needs RabbitMQ 3.13 (replaces). */
  filterSizeBytes?: Input<number>;
  /** How many nodes have a replica at first (replaces). */
  initialClusterSize?: Input<number>;
  /** The node that the leader of each partition starts on: `balanced` or `client-local` (replaces). @default "balanced", as RabbitMQ's own tools do it */
  leaderLocator?: Input<"client-local" | "balanced" | (string & {})>;
  /** Whether `pulumi destroy` and a replacement may lose its messages, cancel its consumers and delete the bindings of others. @default that of the provider: false */
  forceDestroy?: Input<boolean>;
}

/** A policy for the super stream's name would not apply to its partitions, so none is proposed. */
function own<Value>({ policy: _, ...field }: Field<Value>): Field<Value> {
  return field;
}

const streamFields = {
  maxAge: own(argumentFields.maxAge),
  maxLengthBytes: own(argumentFields.maxLengthBytes),
  maxSegmentSizeBytes: own(argumentFields.maxSegmentSizeBytes),
  filterSizeBytes: own(argumentFields.filterSizeBytes),
  initialClusterSize: own(argumentFields.initialClusterSize),
  // The topology operator declares none, which only matters when a leader is placed.
  leaderLocator: fixed(text.default("balanced"), {
    same: (wanted, { leaderLocator = "balanced" }) => isDeepStrictEqual(wanted, leaderLocator),
  }),
};

const routingKey = name.refine(
  (key) => !key.includes("~"),
  'must not contain "~": it makes every listing of bindings on the broker fail (500)',
);
const routingKeys = z
  .array(routingKey, "must be a list")
  .min(1, "must not be empty")
  .max(maxPartitions, `must be at most ${maxPartitions}`)
  .refine((keys) => new Set(keys).size === keys.length, "must not contain a key twice");

const fields = {
  vhost: fixed(name),
  name: fixed(ownName),
  partitions: inPlace(positive.max(maxPartitions, `must be at most ${maxPartitions}`).optional(), {
    left: true,
    // After a refresh that missed one, the state has a list.
    same: (wanted, { layout }) => isDeepStrictEqual(isNumber(wanted) ? numbered(wanted) : wanted, layout),
  }),
  routingKeys: inPlace(routingKeys.optional(), {
    left: true,
    same: (wanted, { layout }) => isDeepStrictEqual(wanted, layout),
  }),
  ...streamFields,
  forceDestroy: local(flag.optional()),
} satisfies FieldsOf<SuperStreamArgs>;

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

type SuperStream = Plain<SuperStreamArgs>;

const tooLong = (name: string, keys: readonly string[]) => {
  const long = keys.map((key) => partitionOf(name, key)).find((partition) => Buffer.byteLength(partition) > 255);
  return long && `is too long: the partition "${long}" would have more than 255 bytes`;
};

/** @internal */
export const superStream: Kind<SuperStreamArgs> = {
  name: "SuperStream",
  noun: "super stream",
  ...facts(fields),
  rules: [
    {
      of: ["partitions", "routingKeys"],
      problem: ({ partitions, routingKeys }) =>
        (partitions === undefined) === (routingKeys === undefined)
          ? "either partitions or routingKeys must be given, and not both"
          : undefined,
    },
    { of: ["name", "partitions"], problem: ({ name, partitions = 0 }) => tooLong(name, numbered(partitions)) },
    { of: ["name", "routingKeys"], problem: ({ name, routingKeys = [] }) => tooLong(name, routingKeys) },
  ],
  identity: ["vhost", "name"],
  part: { section: "superStreams", keys: ["name"], holds: "messages" },
  title: ({ name, vhost }) => `super stream "${name}" in vhost "${vhost}"`,
  list: ({ vhost }) => list(path`exchanges/${String(vhost)}?disable_stats=true`, { vhost }, ["name", "type"]),
  fromApi: ({ vhost, name }) => ({ vhost, name }),
  isListedInPart: true,
  includes: (args) => allPartsOf(args as Fields),
  forbids,
  find: findSuperStream,
  declare: declareSuperStream,
  removal: removalOfSuperStream,
};

function forbids(args: SuperStream, earlier: Fields): string | undefined {
  const [before, after] = [layoutOf(earlier), keysOf(args as Fields)];
  return before && after && growthProblem(args.name, before, after);
}
