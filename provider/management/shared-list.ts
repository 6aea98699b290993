import { allVHosts, type Item, type Target } from "./target";

/** A list on the broker, and the key that identifies each item. */
export interface Listing {
  readonly target: Target<Item[]>;
  /** What the keys are made of: the same list can have several kinds of keys. */
  readonly by: "name" | `identity ${string}` | "properties_key";
  keyOf(item: Item): string;
  /** Whether it changes without a write, as counters do. It is then read again for each group of reads. */
  readonly isVolatile?: boolean;
}

/** The path at which an object is read, and the list that contains it too if it exists. */
export interface Place<Found = Item> {
  readonly own: Target<Found>;
  readonly listing: Listing;
  /** Its key in the list. */
  readonly key: string;
}

export type Items = ReadonlyMap<string, Item>;

/** The items of a list whose vhost is proved to be absent. */
export const noVHost: Items = new Map();

/** A text that distinguishes the list, and its keys, from all others. */
export function idOf({ target, by }: Listing): string {
  return `${by} ${target.path}`;
}

/** A list with the objects' names as keys. */
export function byName(target: Target<Item[]>): Listing {
  return { target, by: "name", keyOf: ({ name }) => String(name) };
}

/** All vhosts that the user may see. */
const vhosts = byName(allVHosts());

/** Something that exists exactly as long as the vhost. */
export function inVHost<Found>(vhost: string, own: Target<Found>): Place<Found> {
  return { own, listing: vhosts, key: vhost };
}

const recentMilliseconds = 5_000;

/** The number of requests sent to the broker so far. */
interface Sent {
  readonly writes: number;
  readonly deletes: number;
}

/** One list, with the result of its last read, which is forgotten after some seconds. */
export class SharedList {
  #last: { items: Promise<Items>; at: number; writes: number; deletes: number } | undefined;

  constructor(
    readonly listing: Listing,
    readonly get: (target: Target<Item[]>) => Promise<Item[] | undefined>,
    readonly sent: Sent,
  ) {}

  /** The last read, if this run has written nothing since. */
  current(): Promise<Items> | undefined {
    const isCurrent = this.#last?.writes === this.sent.writes && !this.listing.isVolatile;
    return isCurrent ? this.#last?.items : undefined;
  }

  /** The last read, if this run has deleted nothing since: its items should exist. */
  existing(): Promise<Items> | undefined {
    return this.#last?.deletes === this.sent.deletes ? this.#last?.items : undefined;
  }

  /** The last read, if this run has made nothing since: it should lack what is absent. */
  lacking(): Promise<Items> | undefined {
    return this.#last && made(this.#last) === made(this.sent) ? this.#last.items : undefined;
  }

  /** The last read, if it began after this moment. */
  since(moment: number): Promise<Items> | undefined {
    return this.#last && this.#last.at > moment ? this.#last.items : undefined;
  }

  /** Reads the list now. A failed read is not kept. */
  read(): Promise<Items> {
    const { target, keyOf } = this.listing;
    const items = this.get(target).then((found) =>
      found ? new Map(found.map((item) => [keyOf(item), item])) : noVHost,
    );
    const { writes, deletes } = this.sent;
    const reading = { items, at: Date.now(), writes, deletes };
    this.#last = reading;
    const forget = () => {
      if (this.#last === reading) this.#last = undefined;
    };
    items.catch(forget);
    setTimeout(forget, recentMilliseconds).unref();
    return items;
  }
}

function made({ writes, deletes }: Sent): number {
  return writes - deletes;
}
