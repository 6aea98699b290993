import type { Item, Target } from "./management/target";

/** A list on the broker, and the key that identifies each item. */
export interface Listing {
  readonly target: Target<Item[]>;
  keyOf(item: Item): string;
  /** Whether it changes without a write, as counters do. It is then read again for each group of reads. */
  readonly isVolatile?: boolean;
}

export type Items = ReadonlyMap<string, Item>;

const recentMilliseconds = 5_000;

/** One list, with the result of its last read. */
export class SharedList {
  #last: { items: Promise<Items>; at: number; writes: number; deletes: number } | undefined;

  constructor(
    readonly listing: Listing,
    readonly get: (target: Target<Item[]>) => Promise<Item[] | undefined>,
    /** The number of writes and deletes sent to the broker so far. */
    readonly sent: { readonly writes: number; readonly deletes: number },
  ) {}

  /** The last read, if it is recent and this run has written nothing since. */
  current(): Promise<Items> | undefined {
    const isCurrent = this.#last?.writes === this.sent.writes && !this.listing.isVolatile;
    return isCurrent ? this.recent() : undefined;
  }

  /** The last read, if it is some seconds old at most and this run has deleted nothing since: its items should exist. */
  recent(): Promise<Items> | undefined {
    const isRecent = this.#last && Date.now() - this.#last.at < recentMilliseconds;
    return isRecent && this.#last?.deletes === this.sent.deletes ? this.#last.items : undefined;
  }

  /** Reads the list now. A failed read is not kept. */
  read(): Promise<Items> {
    const { target, keyOf } = this.listing;
    const items = this.get(target).then((found = []) => new Map(found.map((item) => [keyOf(item), item])));
    const { writes, deletes } = this.sent;
    const reading = { items, at: Date.now(), writes, deletes };
    this.#last = reading;
    items.catch(() => {
      if (this.#last === reading) this.#last = undefined;
    });
    return items;
  }
}
