import { isAtLeast, type Recipe, type Stage } from "../recipe";
import {
  publishesToStreams,
  publishesToSuperStream,
  readsStreams,
  readsSuperStream,
  streamAttempts,
} from "../uses/stream";

const partitions = ["shop.orders-0", "shop.orders-1"] as const;
const stage: Stage = {
  // A super stream is an exchange and streams that are bound to it.
  exchanges: { "shop.orders": { type: "direct", arguments: { "x-super-stream": true } } },
  queues: Object.fromEntries(["shop.log", "other.log", ...partitions].map((name) => [name, { type: "stream" }])),
  bindings: partitions.map((destination, order) => ({
    source: "shop.orders",
    destination,
    routingKey: `${order}`,
    arguments: { "x-stream-partition-order": order },
  })),
};
const streams = {
  stage,
  protocol: "stream",
  attempts: streamAttempts("shop.log", "other.log", ...partitions),
} as const;
const needs = { version: "4.0", why: "this client and RabbitMQ 3.10 do not agree how partitions are listed" };

const publish = (...names: string[]) => names.map((name) => `stream: publish ${name}`);
const store = (...names: string[]) => names.map((name) => `stream: store offset ${name}`);
const read = (...names: string[]) =>
  names.flatMap((name) => [`consume ${name}`, `purge ${name}`, `stream: consume ${name}`]);
/** From 4.0 on, who may read may store offsets; before, it is who may write. */
const isStoredByReaders = (version: string) => isAtLeast(version, "4.0.0");

const superPattern = "^(shop\\.orders|shop\\.orders-0|shop\\.orders-1)$";

export const stream: Recipe[] = [
  {
    title: "publishes to a stream by its protocol",
    roles: { publishToStream: ["shop.log"] },
    grants: ["^$", "^(shop\\.log)$", "^$"],
    ...streams,
    works: publishesToStreams("shop.log"),
    may: (version) => [...publish("shop.log"), ...(isStoredByReaders(version) ? [] : store("shop.log"))],
  },
  {
    title: "consumes from a stream by its protocol",
    roles: { consumeFromStream: ["shop.log"] },
    grants: ["^$", "^$", "^(shop\\.log)$"],
    ...streams,
    works: readsStreams("shop.log"),
    may: (version) => [...read("shop.log"), ...(isStoredByReaders(version) ? store("shop.log") : [])],
  },
  {
    title: "consumes from a stream and has RabbitMQ 3 keep its offset",
    roles: { consumeFromStream: [{ stream: "shop.log", storesOffset: true }] },
    grants: ["^$", "^(shop\\.log)$", "^(shop\\.log)$"],
    ...streams,
    works: readsStreams("shop.log"),
    may: [...read("shop.log"), ...store("shop.log"), ...publish("shop.log")],
  },
  {
    title: "publishes to a super stream, partition by partition",
    roles: { publishToStream: [{ superStream: "shop.orders", partitions: 2 }] },
    grants: ["^$", superPattern, "^$"],
    ...streams,
    works: publishesToStreams(...partitions),
    may: (version) => [
      ...["publish shop.orders", ...publish(...partitions)],
      ...(isStoredByReaders(version) ? [] : store(...partitions)),
    ],
  },
  {
    title: "publishes to a super stream",
    roles: { publishToStream: [{ superStream: "shop.orders", partitions: ["0", "1"] }] },
    grants: ["^$", superPattern, "^$"],
    ...streams,
    needs,
    works: publishesToSuperStream("shop.orders", ...partitions),
    may: ["publish shop.orders", ...publish(...partitions)],
  },
  {
    title: "consumes from a super stream, partition by partition",
    roles: { consumeFromStream: [{ superStream: "shop.orders", partitions: 2 }] },
    grants: ["^$", "^$", superPattern],
    ...streams,
    works: readsStreams(...partitions),
    may: (version) => [...read(...partitions), ...(isStoredByReaders(version) ? store(...partitions) : [])],
  },
  {
    title: "consumes from a super stream",
    roles: { consumeFromStream: [{ superStream: "shop.orders", partitions: ["0", "1"] }] },
    grants: ["^$", "^$", superPattern],
    ...streams,
    needs,
    works: readsSuperStream("shop.orders", ...partitions),
    may: [...read(...partitions), ...store(...partitions)],
  },
];
