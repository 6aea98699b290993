import DataLoader from "dataloader";
import { Client } from "./management/client";
import type { Path } from "./management/path";
import type { Settings } from "./management/settings";
import type { Item } from "./management/target";
import { type Listing, SharedList } from "./shared-list";

interface Question {
  readonly key: string;
  readonly single: () => Promise<Item | undefined>;
}

/** From this number of simultaneous reads on, one list is read; fewer objects are read one by one. */
export const listThreshold = 3;
const gatherMilliseconds = 10;

/** The broker for the kinds: its management API, and reads that share one list. */
export class Broker extends Client {
  readonly #lists = new Map<Path, SharedList>();
  readonly #loaders = new Map<Path, DataLoader<Question, Item | undefined>>();
  /** The guards must count every message that was in a queue before this moment, however late the counters are. */
  readonly startedAt: number;

  constructor(settings: Settings, startedAt = Date.now()) {
    super(settings);
    this.startedAt = startedAt;
  }

  /** One object of a list: hundreds of reads of a refresh become one request. `single` proves the object's absence. */
  shared(listing: Listing, key: string, single: () => Promise<Item | undefined>): Promise<Item | undefined> {
    const loader = this.#loaders.get(listing.target.path) ?? this.#loader(listing);
    return loader.load({ key, single });
  }

  /** One object of a list that may be some seconds old. A list without it proves in one request that it was absent. */
  async recent(listing: Listing, key: string): Promise<Item | undefined> {
    const list = this.#list(listing);
    return (await (list.recent() ?? list.read())).get(key);
  }

  #loader(listing: Listing): DataLoader<Question, Item | undefined> {
    const list = this.#list(listing);
    const loader = new DataLoader<Question, Item | undefined>(
      async (questions) => {
        const known = await (list.current() ?? (questions.length >= listThreshold ? list.read() : undefined));
        return Promise.all(questions.map(({ key, single }) => known?.get(key) ?? single().catch(asAnswer)));
      },
      { cache: false, batchScheduleFn: (dispatch) => setTimeout(dispatch, gatherMilliseconds) },
    );
    this.#loaders.set(listing.target.path, loader);
    return loader;
  }

  #list(listing: Listing): SharedList {
    const known = this.#lists.get(listing.target.path);
    if (known) return known;
    const list = new SharedList(listing, (target) => this.get(target), this);
    this.#lists.set(listing.target.path, list);
    return list;
  }
}

/** Gives an error as the result of its own read, so that the other reads of the batch do not fail. */
function asAnswer(error: Error): Error {
  return error;
}
