import type { BrokerObject, Fields } from "../../model/object";
import { maxPartitions, numbered, partitionOf } from "../../model/super-stream";

/** The argument of a binding that gives its partition's place. */
export const order = "x-stream-partition-order";
export const argumentNames = [
  "maxAge",
  "maxLengthBytes",
  "maxSegmentSizeBytes",
  "filterSizeBytes",
  "initialClusterSize",
  "leaderLocator",
] as const;

/** The objects that a super stream is made of, as RabbitMQ's own tools declare them. */
export interface Parts {
  readonly exchange: BrokerObject;
  /** A stream and its binding for each partition, in order. */
  readonly partitions: readonly { readonly stream: BrokerObject; readonly binding: BrokerObject }[];
}

export function partsOf(superStream: Fields): Parts {
  const { vhost, name } = superStream;
  const exchange = {
    kind: "Exchange",
    args: {
      vhost,
      name,
      ...{ type: "direct", durable: true, autoDelete: false, internal: false },
      arguments: { "x-super-stream": true },
    },
  };
  if (typeof name !== "string") return { exchange, partitions: [] };
  const settings = Object.fromEntries(argumentNames.map((field) => [field, superStream[field]]));
  const partitions = (keysOf(superStream) ?? []).map((routingKey, index) => {
    const stream = { vhost, name: partitionOf(name, routingKey) };
    const ends = { vhost, source: name, destinationType: "queue", destination: stream.name };
    return {
      stream: { kind: "Queue", args: { ...stream, type: "stream", durable: true, autoDelete: false, ...settings } },
      binding: { kind: "Binding", args: { ...ends, routingKey, arguments: { [order]: index } } },
    };
  });
  return { exchange, partitions };
}

/** All of them in one list. */
export function allPartsOf(superStream: Fields): BrokerObject[] {
  const { exchange, partitions } = partsOf(superStream);
  return [exchange, ...partitions.flatMap(({ stream, binding }) => [stream, binding])];
}

/** The keys of the partitions, if they are known and none is missing. */
export function keysOf(superStream: Fields): string[] | undefined {
  const layout = layoutOf(superStream);
  return layout?.every((key) => key !== undefined) ? layout : undefined;
}

/** The same, with `undefined` in the place of a missing one: a refresh writes such a list to the state. */
export function layoutOf({ partitions, routingKeys }: Fields): (string | undefined)[] | undefined {
  if (isCount(partitions)) return numbered(partitions);
  const keys = routingKeys ?? partitions;
  if (!Array.isArray(keys) || !keys.every((key) => key === null || typeof key === "string")) return undefined;
  return keys.map((key) => key ?? undefined);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= maxPartitions;
}
