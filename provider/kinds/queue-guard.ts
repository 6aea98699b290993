import { setTimeout as sleep } from "node:timers/promises";
import { escaped } from "../../model/escape";
import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import type { Removal, RemovalOptions } from "../kind";
import { BrokerError, RefusedError } from "../management/errors";
import { type Path, path } from "../management/path";
import { byName, type Place } from "../management/shared-list";
import { list, one, page } from "../management/target";
import { isKnownType } from "./queue-arguments";

/** The counters of quorum queues and streams are up to 9 s late (measured on 3.10, 4.0 and 4.3). */
const settleMilliseconds = 10_000;

interface Counts {
  readonly messages?: number;
  readonly consumers?: number;
  readonly state?: string;
}

/** Refuses the deletion of a queue that has a message or a consumer, unless forced. */
export async function removalOfQueue(
  broker: Broker,
  queue: Address,
  { force, isTakenOut = false }: RemovalOptions,
  place: Place,
): Promise<Removal> {
  const { vhost, name } = queue;
  const target = path`queues/${vhost}/${name}`;
  if (force && !isTakenOut) return () => broker.delete(target, place);
  const found = await exactly(broker, queue).catch(notCounted);
  if (!found) {
    if (await broker.get(place)) throw uncounted();
    return async () => {};
  }
  if (found.type === "classic") {
    refuseInUse({ ...found, consumers: 0 });
    return () => deleteClassic(broker, queue, withQuery(target, force ? "if-empty=true" : unusedAndEmpty), place);
  }
  if (isTakenOut) {
    return async () => {
      await refuseUncounted(broker, target);
      await broker.delete(target, place);
    };
  }
  const counted = { ...place, own: one(target, { vhost, name }, ["durable"]) };
  refuseInUse(await settledCounts(broker, queue, counted));
  return async () => {
    refuseInUse(await countsOf(broker, counted));
    if (found.type === "quorum") await refuseUncounted(broker, target);
    if (!isKnownType(found.type)) await refuseUncounted(broker, target).catch(unlessItHasNoGet);
    await broker.delete(target, place);
  };
}

/** Of a type that is not known here, not even that is known. Its counts, which had to be 0, are all there is. */
function unlessItHasNoGet(error: unknown): void {
  if (!(error instanceof BrokerError && error.status === 400)) throw error;
}

const unusedAndEmpty = "if-empty=true&if-unused=true";

/**
 * RabbitMQ 4.0 answers the list with counts with 500 while the node of a queue comes back.
 * @internal
 */
export function notCounted(error: unknown): undefined {
  if (error instanceof BrokerError && error.status === 500) return undefined;
  throw error;
}

/** Only classic queues have an atomic delete. It ignores messages that are delivered but not acknowledged. */
async function deleteClassic(broker: Broker, queue: Address, target: Path, place: Place): Promise<void> {
  try {
    await broker.delete(target, place);
  } catch (error) {
    if (!(error instanceof BrokerError) || !/ (not empty|in use)$/.test(error.reason)) throw error;
    if (error.reason.endsWith("not empty")) throw refusal({ messages: 1, consumers: 0 });
    throw refusal({ messages: 0, ...(await exactly(broker, queue)), consumers: 1 });
  }
}

const totals = "disable_stats=true&enable_queue_totals=true";

/**
 * Reads a queue from a list. There the counts of a classic queue are exact at this moment, on all versions.
 * @internal
 */
export async function exactly(
  broker: Broker,
  { vhost, name }: Address,
): Promise<(Counts & { type: string }) | undefined> {
  const all = path`queues/${vhost}`;
  const pattern = `^${escaped(name)}$`;
  const query = `page=1&page_size=100&use_regex=true&name=${encodeURIComponent(pattern)}&${totals}`;
  const alone = async () => {
    const found = await broker.getAll(page(withQuery(all, query), { vhost }, ["name", "type"]));
    return found?.items.find((item) => item["name"] === name);
  };
  const target = list(withQuery(all, totals), { vhost }, ["name", "type"]);
  const listing = { ...byName(target), isVolatile: true };
  const found = await broker.sharedOr({ listing, key: name }, alone);
  return found as (Counts & { type: string }) | undefined;
}

/**
 * Reads the counts once they include every message that was in the queue when this run began. A queue has no counters
 * in its first seconds.
 */
async function settledCounts(broker: Broker, { vhost, name }: Address, counted: Place): Promise<Counts> {
  const listing = { ...byName(list(path`queues/${vhost}`, { vhost }, ["name"])), isVolatile: true };
  const counts = () => broker.sharedOr({ listing, key: name }, () => countsOf(broker, counted) as Promise<Fields>);
  await sleep(Math.max(0, broker.countsFrom + settleMilliseconds - Date.now()));
  const settled = (await counts()) as Counts;
  if (settled.messages !== undefined) return settled;
  await sleep(settleMilliseconds);
  return countsOf(broker, counted);
}

async function countsOf(broker: Broker, counted: Place): Promise<Counts> {
  const found = (await broker.get(counted)) as (Counts & { consumer_details?: unknown[] }) | undefined;
  if (!found) return { messages: 0, consumers: 0 };
  return { ...found, consumers: Math.max(found.consumers ?? 0, found.consumer_details?.length ?? 0) };
}

/**
 * A message of the last seconds is in no counter yet. So this gets one message and requeues it, which adds one to the
 * message's deliveries, and refuses the deletion if there is one.
 */
async function refuseUncounted(broker: Broker, target: Path): Promise<void> {
  const question = { count: 1, ackmode: "ack_requeue_true", encoding: "auto", truncate: 1 };
  const messages = await broker.ask(list(`${target}/get` as Path, {}, ["message_count"]), question);
  const [first] = messages;
  if (first) throw refusal({ messages: Number(first["message_count"]) + 1, consumers: 0 });
}

function refuseInUse(counts: Counts): void {
  if (counts.messages !== 0 || counts.consumers !== 0) throw refusal(counts);
}

/** What a queue is while no node can tell what it holds. */
const downStates = new Set(["down", "stopped", "crashed", "minority"]);

/** Its node needs a moment after its start, and the other nodes of a cluster after its declaration. */
const countAttempts = 3;
const countDelayMilliseconds = 1_000;

/** Whether some node can tell what the queue holds, also if its statistics are switched off. @internal */
export async function isCountable(broker: Broker, queue: Address): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const found = await exactly(broker, queue).catch(notCounted);
    if (found && !isDown(found)) return true;
    if (attempt === countAttempts) return false;
    await sleep(countDelayMilliseconds);
  }
}

function isDown({ messages, state = "" }: Counts): boolean {
  return messages === undefined && downStates.has(state);
}

function refusal(counts: Counts): RefusedError {
  if (isDown(counts)) return uncounted();
  const { messages, consumers } = counts;
  const what =
    messages === undefined
      ? "the broker does not report how many messages it holds (are its statistics switched off?)"
      : `it holds ${count(messages, "message")} and has ${count(consumers ?? 0, "consumer")}`;
  return new RefusedError(
    `not deleted: ${what}. Nothing was lost. Drain it and stop its consumers, or set forceDestroy: true and run \`pulumi up\` to delete it with its messages`,
  );
}

/**
 * While the node that has its messages is down, a queue is missing in the list with counts. A classic queue whose node was
 * stopped, not killed, is in it, without counts.
 */
function uncounted(): RefusedError {
  return new RefusedError(
    "not deleted: it exists, but the broker does not count its messages: the node that has them may be down. Nothing was lost. Run again when all nodes are up, or set forceDestroy: true and run `pulumi up` to delete it with its messages",
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function withQuery(target: Path, query: string): Path {
  return `${target}?${query}` as Path;
}
