import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError } from "./errors";
import { noVHost, type Place, type SharedList } from "./shared-list";
import type { Target } from "./target";

/** A stopping node answers "not found" to everything for some tens of milliseconds. */
const attempts = 6;
const firstDelayMilliseconds = 20;

type Read = <Found>(target: Target<Found>) => Promise<Found | undefined>;

/**
 * Reads an object, or proves that it is absent: its own path answers "not found" twice, and a list of its kind, which
 * only RabbitMQ can give, does not contain it. A node that answers "not found" to everything gives no such list. A list
 * of the last seconds serves for all objects that it lacks.
 */
export async function findOrProveAbsent<Found>(
  { own, listing, key }: Place<Found>,
  list: SharedList,
  read: Read,
): Promise<Found | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    // Twice from the second attempt on, since of two nodes in turn always the same one could get this read.
    const found = (await read(own)) ?? (attempt > 0 ? await read(own) : undefined);
    if (found !== undefined) return found;
    const missed = Date.now();
    let items = await list.lacking();
    // A list from before the "not found" may contain an object that was deleted since.
    if (!items || items.has(key)) items = await (list.since(missed) ?? list.read());
    if (items === noVHost) return undefined;
    if (!items.has(key)) return read(own);
    await sleep(firstDelayMilliseconds * 2 ** attempt);
  }
  throw new ConnectionError(
    `the broker answers "not found" to GET ${own.path}, but ${listing.target.path} contains it: a node of it is stopping, or a proxy changes paths. Run again`,
  );
}
