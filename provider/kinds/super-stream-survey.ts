import { isDeepStrictEqual } from "node:util";
import type { Fields } from "../../model/object";
import { numbered, partitionOf } from "../../model/super-stream";
import type { Broker } from "../broker";
import type { Reading } from "../kind";
import { RefusedError } from "../management/errors";
import { bindingsOf } from "./bindings-of";
import { exchange } from "./exchange";
import { queue } from "./queue";
import { argumentNames, order, partsOf } from "./super-stream-parts";

/** What the broker has of a super stream. */
export interface Survey {
  /** The exchange of this name, of any type. */
  readonly exchange: Fields | undefined;
  /** Whether that is the exchange of a super stream. */
  readonly isSuper: boolean;
  /** The keys of the partitions that are bound in their place, with `undefined` where one is missing. */
  readonly layout: readonly (string | undefined)[];
  /** The bindings of these. */
  readonly bindings: readonly Fields[];
  /** Streams that are bound in another way, which clients take for partitions too. */
  readonly others: readonly string[];
  /** Its streams, by name, and those that are to become its streams. */
  readonly streams: ReadonlyMap<string, Fields>;
}

export async function survey(broker: Broker, object: Fields, reading: Reading): Promise<Survey> {
  const { vhost, name } = object as { vhost: string; name: string };
  const wanted = partsOf(object);
  const found = await exchange.find(broker, { vhost, name }, reading);
  const isSuper = found !== undefined && exchangeProblem(found) === undefined;
  const bound = isSuper ? (await bindingsOf(broker, { vhost, name })).filter(isToQueue(name)) : [];
  const names = new Set([
    ...bound.map(({ destination }) => String(destination)),
    ...wanted.partitions.map(({ stream }) => String(stream.args["name"])),
  ]);
  const each = [...names].map(async (name) => {
    const queueFound = await queue.find(broker, { vhost, name }, reading === "peek" ? "peek" : "shared");
    return [name, queueFound] as const;
  });
  const streams = new Map<string, Fields>();
  for (const [name, queue] of await Promise.all(each)) if (queue) streams.set(name, queue);
  return { exchange: found, isSuper, streams, ...placed(name, bound, streams) };
}

/** What the exchange has that no super stream's exchange has. */
export function exchangeProblem(found: Fields): string | undefined {
  const { exchange } = partsOf(found);
  const differing = Object.entries(exchange.args).filter(([field, value]) => !isDeepStrictEqual(found[field], value));
  const lines = differing.map(
    ([field, value]) =>
      `${field}: wanted ${JSON.stringify(value)}, found ${found[field] === undefined ? "none" : JSON.stringify(found[field])}`,
  );
  const alternate = found["alternateExchange"];
  if (alternate !== undefined) lines.push(`alternateExchange: wanted none, found ${JSON.stringify(alternate)}`);
  return lines.length > 0 ? lines.join("; ") : undefined;
}

/** Reads a super stream. As long as any of it exists, it exists, so that a refresh shows what is missing. */
export async function findSuperStream(broker: Broker, object: Fields, reading: Reading): Promise<Fields | undefined> {
  const found = await survey(broker, object, reading);
  if (reading === "peek") {
    if (!found.exchange) return undefined;
    const problem = exchangeProblem(found.exchange);
    if (problem !== undefined) {
      throw new RefusedError(
        `the exchange of this name exists already and is not that of a super stream: ${problem}. Nothing was changed: declare another name, or delete it first`,
      );
    }
    if (isInterrupted(object, found)) return undefined;
  } else if (!found.isSuper && found.streams.size === 0) return undefined;
  return toFields(object, found);
}

/** Only an interrupted declaration leaves all streams and not all bindings: the declaration then goes on. */
function isInterrupted(object: Fields, { layout, others, streams }: Survey): boolean {
  const { partitions } = partsOf(object);
  const isBegun = layout.every(
    (key, index) => key === undefined || partitions[index]?.binding.args["routingKey"] === key,
  );
  const isComplete = partitions.every((_, index) => layout[index] !== undefined);
  const hasStreams = partitions.every(({ stream }) => streams.has(String(stream.args["name"])));
  return partitions.length > 0 && others.length === 0 && isBegun && hasStreams && !isComplete;
}

function toFields(object: Fields, { layout, others, streams }: Survey): Fields {
  const { vhost, name } = object;
  const all = [...layout, ...others].map((key) => key ?? null);
  const own = layout
    .map((key) => key && streams.get(partitionOf(String(name), key)))
    .filter((stream) => typeof stream === "object");
  const settings = argumentNames.map((field) => [
    field,
    common(
      own.map((stream) => stream[field]),
      object[field],
    ),
  ]);
  return { vhost, name, layout: all, ...keyFields(object, all), ...Object.fromEntries(settings) };
}

/** The partitions, in the form that the program uses, or that fits them. */
function keyFields({ partitions, routingKeys }: Fields, keys: readonly (string | null)[]): Fields {
  if (routingKeys !== undefined) return { routingKeys: keys };
  if (keys.length > 0 && isDeepStrictEqual(keys, numbered(keys.length))) return { partitions: keys.length };
  return partitions === undefined ? { routingKeys: keys } : { partitions: keys };
}

/** The value that all have, or all values; what is wanted if there is none to have it. */
function common(values: readonly unknown[], wanted: unknown): unknown {
  if (values.length === 0) return wanted;
  const distinct = values.filter((value, index) => values.indexOf(value) === index);
  return distinct.length === 1 ? distinct[0] : distinct.map((value) => value ?? null);
}

/** The bindings to streams: each in the place that its arguments give, or among the others. */
function placed(name: string, bound: readonly Fields[], streams: ReadonlyMap<string, Fields>) {
  const byOrder = new Map<number, Fields>();
  const others: string[] = [];
  for (const binding of bound) {
    const destination = String(binding["destination"]);
    if (streams.get(destination)?.["type"] !== "stream") continue;
    const place = (binding["arguments"] as Fields | undefined)?.[order];
    const isOwn = destination === partitionOf(name, String(binding["routingKey"]));
    if (isOwn && isPlace(place) && !byOrder.has(place)) byOrder.set(place, binding);
    else others.push(destination);
  }
  const length = Math.max(-1, ...byOrder.keys()) + 1;
  const bindings = Array.from({ length }, (_, index) => byOrder.get(index));
  return {
    layout: bindings.map((binding) => binding && String(binding["routingKey"])),
    bindings: bindings.filter((binding) => binding !== undefined),
    others: others.toSorted(),
  };
}

function isPlace(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < farthest;
}

/** Other tools may give any number. */
const farthest = 10_000;

function isToQueue(source: string): (binding: Fields) => boolean {
  return (binding) => binding["source"] === source && binding["destinationType"] === "queue";
}
