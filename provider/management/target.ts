import { type Path, path } from "./path";

/** An object in the broker's own fields. */
export type Item = Readonly<Record<string, unknown>>;

/** A path to read, and what RabbitMQ's answer to it is about. */
export interface Target<Answer = Item> {
  readonly path: Path;
  /** Whether the answer is about what was asked for. Anything else comes from a proxy or another service. */
  accepts(answer: unknown): answer is Answer;
  /** The object that was asked for, if the answer is a list with others; `undefined` if the list lacks it. */
  pick?(answer: Answer): Answer | undefined;
  /** The vhost that a list is about. */
  readonly vhost?: string | undefined;
  /**
   * Another answer, to read if this answer is an empty list: a service that answers everything with an empty list does not
   * have what RabbitMQ itself has.
   */
  readonly witness?: Target;
  /** Another way to the same answer instead of retries, if the broker itself fails to give it (500). It may give the reason as an error. */
  readonly otherwise?: (peek: Peek) => Promise<Answer | undefined>;
}

/** Reads a target once; `undefined` if the broker answers "not found". */
export type Peek = <Answer>(target: Target<Answer>) => Promise<Answer | undefined>;

/** One object, which has these values and also these fields. */
export function one(target: Path, same: Item, has: readonly string[] = []): Target {
  return { path: target, accepts: isAbout(same, has) };
}

/** A list of objects, each of which has these values and also these fields. `isGap` recognizes items that are no objects. */
export function list(
  target: Path,
  same: Item,
  has: readonly string[],
  { isNeverEmpty = false, isGap }: { isNeverEmpty?: boolean; isGap?: (item: unknown) => boolean } = {},
): Target<Item[]> {
  const isObject = isAbout(same, has);
  const isItem = (item: unknown): item is Item => isObject(item) || isGap?.(item) === true;
  const accepts = (answer: unknown): answer is Item[] =>
    Array.isArray(answer) && answer.every(isItem) && !(isNeverEmpty && answer.length === 0);
  const vhost = same["vhost"] === undefined ? undefined : String(same["vhost"]);
  const pick = (answer: Item[]) => answer.filter((item) => !isGap?.(item));
  return {
    path: target,
    accepts,
    vhost,
    witness: vhost === undefined ? whoami : ownExchange(vhost),
    ...(isGap && { pick }),
  };
}

/** The first of a list's objects that is the one. */
export function itemOf(items: Target<Item[]>, isIt: (item: Item) => boolean): Target {
  // The answer is the list until `pick` has taken the object from it.
  const pick = (answer: Item) => (answer as unknown as Item[]).find(isIt);
  return { ...(items as unknown as Target), pick };
}

/** One page of such a list. */
export function page(target: Path, same: Item, has: readonly string[]): Target<{ readonly items: Item[] }> {
  const { accepts: isList, pick: _, otherwise: _other, ...items } = list(target, same, has);
  const accepts = (answer: unknown): answer is { items: Item[] } => isItem(answer) && isList(answer["items"]);
  return { ...items, accepts };
}

/**
 * All vhosts that the user may see. RabbitMQ 4.3.6 lists a vhost that is deleted in this moment without its name (in 2 % of
 * the reads while three clients made and deleted vhosts).
 */
export function allVHosts(): Target<Item[]> {
  return list(path`vhosts`, {}, ["name"], { isGap: (item) => isItem(item) && !("name" in item) && "metadata" in item });
}

/** The user that this client logs in as. */
export const whoami = one(path`whoami`, {}, ["name"]);

/** Every vhost has this exchange, and every user with access to the vhost can read it. */
export function ownExchange(vhost: string): Target {
  const name = "amq.direct";
  return one(path`exchanges/${vhost}/${name}?disable_stats=true`, { vhost, name }, ["type", "durable"]);
}

function isAbout(same: Item, has: readonly string[]) {
  const values = Object.entries(same);
  return (answer: unknown): answer is Item =>
    isItem(answer) &&
    values.every(([field, value]) => answer[field] === value) &&
    has.every((field) => answer[field] !== undefined);
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
