import DataLoader from "dataloader";
import pLimit from "p-limit";
import { Client } from "./management/client";
import type { Path } from "./management/path";
import type { Settings } from "./management/settings";

type Item = Record<string, unknown>;

interface Question {
  readonly is: (item: Item) => boolean;
  readonly single: () => Promise<Item | undefined>;
}

/** So many reads at once are worth a list; fewer are asked for one by one. */
const worthAList = 3;
const gatherMilliseconds = 10;
const freshMilliseconds = 5_000;

/** The broker as the kinds see it: its management API, and reads that share one list. */
export class Broker extends Client {
  readonly #loaders = new Map<Path, DataLoader<Question, Item | undefined>>();
  /** What was in a queue before this moment must be seen by the guards, however late the broker's counters are. */
  readonly startedAt: number;

  /** Runs one after the other what reads something, deletes it and puts it back. */
  readonly alone = pLimit(1);

  constructor(settings: Settings, startedAt = Date.now()) {
    super(settings);
    this.startedAt = startedAt;
  }

  /** One object of a list: hundreds of reads of a refresh become one request. Absence is proved by asking for it alone. */
  shared<T extends Item>(
    list: Path,
    is: (item: T) => boolean,
    single: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const loader = this.#loaders.get(list) ?? this.#loader(list);
    return loader.load({ is, single } as Question) as Promise<T | undefined>;
  }

  #loader(list: Path): DataLoader<Question, Item | undefined> {
    const items = this.#remembered(list);
    const loader = new DataLoader<Question, Item | undefined>(
      async (questions) => {
        const known = await items(questions.length >= worthAList);
        return Promise.all(questions.map(({ is, single }) => known?.find(is) ?? single().catch(asAnswer)));
      },
      { cache: false, batchScheduleFn: (dispatch) => setTimeout(dispatch, gatherMilliseconds) },
    );
    this.#loaders.set(list, loader);
    return loader;
  }

  /** The list as it was read last, or read now if that is too old and worth it. */
  #remembered(list: Path): (isWorthIt: boolean) => Promise<Item[]> | undefined {
    let read: { items: Promise<Item[]>; at: number; writes: number } | undefined;
    return (isWorthIt) => {
      const fresh = read && read.writes === this.writes && Date.now() - read.at < freshMilliseconds;
      if (fresh) return read?.items;
      read = undefined;
      if (!isWorthIt) return undefined;
      const items = this.get<Item[]>(list).then((found) => found ?? []);
      const reading = { items, at: Date.now(), writes: this.writes };
      read = reading;
      items.catch(() => {
        if (read === reading) read = undefined;
      });
      return items;
    };
  }
}

/** One question's error is an answer to it alone. */
function asAnswer(error: Error): Error {
  return error;
}
