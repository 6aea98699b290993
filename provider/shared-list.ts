import type { Path } from "./management/path";

export type Item = Record<string, unknown>;

/** A list of the broker's, and what tells its items apart. */
export interface Listing {
  readonly path: Path;
  keyOf(item: Item): string;
  /** It changes by itself, as counters do, so that it must be read anew for each group of reads. */
  readonly isVolatile?: boolean;
}

export type Items = ReadonlyMap<string, Item>;

const recentMilliseconds = 5_000;

/** One list as it was read last. */
export class SharedList {
  #last: { items: Promise<Items>; at: number; writes: number; deletes: number } | undefined;

  constructor(
    readonly listing: Listing,
    readonly get: (path: Path) => Promise<Item[] | undefined>,
    /** What was sent to the broker so far. */
    readonly sent: { readonly writes: number; readonly deletes: number },
  ) {}

  /** As it is still, as far as we know: we wrote nothing since. */
  current(): Promise<Items> | undefined {
    const isCurrent = this.#last?.writes === this.sent.writes && !this.listing.isVolatile;
    return isCurrent ? this.recent() : undefined;
  }

  /** As it was some seconds ago at most; what it has is there still, as far as it lies with us. */
  recent(): Promise<Items> | undefined {
    const isRecent = this.#last && Date.now() - this.#last.at < recentMilliseconds;
    return isRecent && this.#last?.deletes === this.sent.deletes ? this.#last.items : undefined;
  }

  /** Read now. One that fails is not remembered. */
  read(): Promise<Items> {
    const { path, keyOf } = this.listing;
    const items = this.get(path).then((found = []) => new Map(found.map((item) => [keyOf(item), item])));
    const { writes, deletes } = this.sent;
    const reading = { items, at: Date.now(), writes, deletes };
    this.#last = reading;
    items.catch(() => {
      if (this.#last === reading) this.#last = undefined;
    });
    return items;
  }
}
