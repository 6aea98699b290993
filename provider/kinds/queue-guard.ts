import { setTimeout as sleep } from "node:timers/promises";
import type { Broker } from "../broker";
import type { Fields } from "../kind";
import { BrokerError, RefusedError } from "../management/errors";
import { type Path, path } from "../management/path";

/** The counters of quorum queues and streams are up to 9 s late (measured on 3.10, 4.0 and 4.3). */
const settleMilliseconds = 10_000;

interface Counts {
  readonly messages?: number;
  readonly consumers?: number;
}

interface Address {
  readonly vhost: string;
  readonly name: string;
}

/** Deletes a queue only if nothing is lost with it: no message, no consumer. */
export async function removeQueue(broker: Broker, queue: Address, { force }: { force: boolean }): Promise<void> {
  const target = path`queues/${queue.vhost}/${queue.name}`;
  if (force) return broker.delete(target);
  const found = await broker.get<Fields>(withQuery(target, "disable_stats=true"));
  if (!found) return;
  if (found["type"] === "classic") return removeClassic(broker, queue, target);
  refuseInUse(await settledCounts(broker, target));
  if (found["type"] === "quorum") await refuseUncounted(broker, target);
  await broker.delete(target);
}

/** Only classic queues have a delete that is atomic; it overlooks messages that are delivered but not acknowledged. */
async function removeClassic(broker: Broker, queue: Address, target: Path): Promise<void> {
  refuseInUse({ consumers: 0, ...(await exactCounts(broker, queue)) });
  try {
    await broker.delete(withQuery(target, "if-empty=true&if-unused=true"));
  } catch (error) {
    if (!(error instanceof BrokerError) || !/ (not empty|in use)$/.test(error.reason)) throw error;
    const inUse = error.reason.endsWith("in use")
      ? { messages: 0, consumers: 1, ...(await exactCounts(broker, queue)) }
      : { messages: 1, consumers: 0 };
    throw refusal(inUse);
  }
}

/** What the broker counts for a classic queue at this moment, read from a list, where all versions have it exactly. */
async function exactCounts(broker: Broker, { vhost, name }: Address): Promise<Counts> {
  const exactly = `^${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
  const query = `page=1&page_size=100&use_regex=true&name=${encodeURIComponent(exactly)}&disable_stats=true&enable_queue_totals=true`;
  const page = await broker.get<{ items: Fields[] }>(withQuery(path`queues/${vhost}`, query));
  const found = page?.items.find((item) => item["name"] === name);
  return found ? { messages: found["messages"] as number } : {};
}

/** Whatever was in the queue when this run began is counted by now. A queue has no counters in its first seconds. */
async function settledCounts(broker: Broker, target: Path): Promise<Counts> {
  await sleep(Math.max(0, broker.startedAt + settleMilliseconds - Date.now()));
  const counts = await countsOf(broker, target);
  if (counts.messages !== undefined) return counts;
  await sleep(settleMilliseconds);
  return countsOf(broker, target);
}

async function countsOf(broker: Broker, target: Path): Promise<Counts> {
  const found = await broker.get<Counts & { consumer_details?: unknown[] }>(target);
  if (!found) return { messages: 0, consumers: 0 };
  return { ...found, consumers: Math.max(found.consumers ?? 0, found.consumer_details?.length ?? 0) };
}

/** A message of the last seconds is in no counter yet. Asking for one costs it a delivery, and saves it from the delete. */
async function refuseUncounted(broker: Broker, target: Path): Promise<void> {
  const question = { count: 1, ackmode: "ack_requeue_true", encoding: "auto", truncate: 1 };
  const messages = await broker.ask<{ message_count: number }[]>(`${target}/get` as Path, question);
  const [first] = messages;
  if (first) throw refusal({ messages: first.message_count + 1, consumers: 0 });
}

function refuseInUse(counts: Counts): void {
  if (counts.messages !== 0 || counts.consumers !== 0) throw refusal(counts);
}

function refusal({ messages, consumers }: Counts): RefusedError {
  const what =
    messages === undefined
      ? "the broker does not say how many messages it holds (are its statistics switched off?)"
      : `it holds ${count(messages, "message")} and has ${count(consumers ?? 0, "consumer")}`;
  return new RefusedError(
    `not deleted: ${what}. Nothing was lost. Drain it and stop its consumers, or set forceDestroy: true and run \`pulumi up\` to delete it with its messages`,
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function withQuery(target: Path, query: string): Path {
  return `${target}?${query}` as Path;
}
