import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../../model/object";
import { isAddressable, type Path, path } from "../management/path";
import { type Item, list, type Peek, type Target } from "../management/target";

/** The fields that the broker gives for every binding. */
export const always = ["source", "destination", "destination_type", "routing_key", "arguments", "properties_key"];

/** A failure that lasts this long at the narrowest list is not taken for one that passes. */
const retryMilliseconds = 100;

/** The path on which the bindings between two objects are listed and declared. */
export function pathBetween({ vhost, source, destination_type, destination }: Fields): Path {
  const ends = [vhost, source, destination].map(String) as [string, string, string];
  return destination_type === "queue"
    ? path`bindings/${ends[0]}/e/${ends[1]}/q/${ends[2]}`
    : path`bindings/${ends[0]}/e/${ends[1]}/e/${ends[2]}`;
}

/** The bindings of a vhost, and the pairs of ends whose bindings the broker fails to list. */
interface Apart {
  readonly listed: Item[];
  readonly failing: Fields[];
}

/**
 * Reads the bindings of each exchange, and where the broker fails to list them, those of each pair of ends. `undefined` if
 * the broker answers "not found" about what exists, as a stopping node does.
 */
export async function readApart(peek: Peek, vhost: string): Promise<Apart | undefined> {
  const names = await namesIn(peek, vhost);
  if (!names) return undefined;
  const failing: Fields[] = [];
  const missed: Fields[] = [];
  const between = async (pair: Fields) => {
    const found = await attemptTwice(peek, pair);
    if (found === failed) failing.push(pair);
    if (found === undefined) missed.push(pair);
    return Array.isArray(found) ? found : [];
  };
  const from = async (source: string) => {
    const same = { vhost, source };
    const found = await attempt(peek, list(path`exchanges/${vhost}/${source}/bindings/source`, same, always));
    if (found === failed) return (await Promise.all(pairsOf(same, names).map(between))).flat();
    if (found === undefined) missed.push(same);
    return found ?? [];
  };
  const listed = (await Promise.all(names.exchanges.map(from))).flat();
  const later = missed.length > 0 ? await namesIn(peek, vhost) : names;
  return later && missed.every((ends) => isGone(ends, later)) ? { listed, failing } : undefined;
}

/** The pairs of ends with these values whose bindings the broker fails to list. */
export async function failingPairs(peek: Peek, same: Fields): Promise<Fields[]> {
  const isPair = same["source"] !== undefined && same["destination"] !== undefined;
  const names = isPair ? none : ((await namesIn(peek, String(same["vhost"]))) ?? none);
  const pairs = isPair ? [same] : pairsOf(same, names);
  const results = await Promise.all(pairs.map((pair) => attemptTwice(peek, pair)));
  return pairs.filter((_pair, index) => results[index] === failed);
}

const failed = Symbol("the broker fails to list it");

/** The list as it is now; `undefined` if the broker answers "not found". */
async function attempt(peek: Peek, target: Target<Item[]>): Promise<Item[] | typeof failed | undefined> {
  let hasFailed = false;
  const otherwise = async () => {
    hasFailed = true;
    return undefined;
  };
  const found = await peek({ ...target, otherwise });
  return hasFailed ? failed : found;
}

async function attemptTwice(peek: Peek, pair: Fields): Promise<Item[] | typeof failed | undefined> {
  const target = list(pathBetween(pair), pair, always);
  const first = await attempt(peek, target);
  if (first !== failed) return first;
  await sleep(retryMilliseconds);
  return attempt(peek, target);
}

/** What bindings connect, except what the API cannot address. */
interface Names {
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}

const none: Names = { exchanges: [], queues: [] };

async function namesIn(peek: Peek, vhost: string): Promise<Names | undefined> {
  const [exchanges, queues] = await Promise.all([
    peek(list(path`exchanges/${vhost}?disable_stats=true`, { vhost }, ["name"], { isNeverEmpty: true })),
    peek(list(path`queues/${vhost}?disable_stats=true`, { vhost }, ["name"])),
  ]);
  const named = (items: Item[]) => items.map(({ name }) => String(name)).filter(isAddressable);
  return exchanges && queues && { exchanges: named(exchanges), queues: named(queues) };
}

/** The pairs of ends that bindings with these values can have. */
function pairsOf(same: Fields, { exchanges, queues }: Names): Fields[] {
  if (same["source"] === undefined) return exchanges.map((source) => ({ ...same, source }));
  return [
    ...queues.map((destination) => ({ ...same, destination_type: "queue", destination })),
    ...exchanges.map((destination) => ({ ...same, destination_type: "exchange", destination })),
  ];
}

function isGone({ source, destination_type, destination }: Fields, { exchanges, queues }: Names): boolean {
  const others = destination_type === "queue" ? queues : exchanges;
  return !exchanges.includes(String(source)) || (destination !== undefined && !others.includes(String(destination)));
}
