import DataLoader from "dataloader";
import { Client } from "./management/client";
import type { Settings } from "./management/settings";
import { type Items, idOf, type Listing, type Place } from "./management/shared-list";
import type { Item } from "./management/target";

interface Question {
  readonly key: string;
  readonly single: () => Promise<Item | undefined>;
}

/** From this number of simultaneous reads on, one list is read; fewer objects are read one by one. */
export const listThreshold = 3;
const gatherMilliseconds = 10;
const hastySeconds = 5;

/** The broker for the kinds: its management API, and reads that share one list. */
export class Broker extends Client {
  readonly #loaders = new Map<string, DataLoader<Question, Item | undefined>>();
  /** The guards must count every message that was in a queue before this moment, however late the counters are. */
  readonly startedAt: number;
  /** When this run last stopped something that consumes: counters have its consumer for some more seconds. */
  #stoppedAt = 0;

  constructor(settings: Settings, startedAt = Date.now(), retries?: number) {
    super(settings, retries);
    this.startedAt = startedAt;
  }

  /** A client of the same broker for questions that need no answer: it waits little. */
  hasty(): Broker {
    const timeout = Math.min(this.settings.timeout, hastySeconds);
    return new Broker({ ...this.settings, timeout, waitForBroker: 0 }, this.startedAt, 1);
  }

  /** From when on counters need some seconds to be right. */
  get countsFrom(): number {
    return Math.max(this.startedAt, this.#stoppedAt);
  }

  noteStopped(): void {
    this.#stoppedAt = Date.now();
  }

  /** One object of a list: hundreds of reads of a refresh become one request. Its absence is proved by its own path. */
  shared(place: Place): Promise<Item | undefined> {
    return this.sharedOr(place, () => this.get(place));
  }

  /** One object of a list; if few are asked for or the list lacks it, what `single` reads. */
  sharedOr({ listing, key }: Omit<Place, "own">, single: () => Promise<Item | undefined>): Promise<Item | undefined> {
    const loader = this.#loaders.get(idOf(listing)) ?? this.#loader(listing);
    return loader.load({ key, single });
  }

  /**
   * One object, right before a write that would overwrite it: its own path, and a list of the last seconds, which shows that
   * "not found" is not the answer of a stopping node. Many objects share that list.
   */
  async look(place: Place): Promise<Item | undefined> {
    const found = await this.peek(place.own);
    if (found) return found;
    const list = this.list(place.listing);
    const items = await (list.existing() ?? list.read());
    return items.has(place.key) ? this.get(place) : undefined;
  }

  /** The whole list, read since the last write. Only {@link get} proves the absence of what it lacks. */
  listed(listing: Listing): Promise<Items> {
    const list = this.list(listing);
    return list.current() ?? list.read();
  }

  #loader(listing: Listing): DataLoader<Question, Item | undefined> {
    const list = this.list(listing);
    const loader = new DataLoader<Question, Item | undefined>(
      async (questions) => {
        const known = await (list.current() ?? (questions.length >= listThreshold ? list.read() : undefined));
        return Promise.all(questions.map(({ key, single }) => known?.get(key) ?? single().catch(asAnswer)));
      },
      { cache: false, batchScheduleFn: (dispatch) => setTimeout(dispatch, gatherMilliseconds) },
    );
    this.#loaders.set(idOf(listing), loader);
    return loader;
  }
}

/** Gives an error as the result of its own read, so that the other reads of the batch do not fail. */
function asAnswer(error: Error): Error {
  return error;
}
