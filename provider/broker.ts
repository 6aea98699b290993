import DataLoader from "dataloader";
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
    let read: { items: Promise<Item[]>; at: number; writes: number } | undefined;
    const loader = new DataLoader<Question, Item | undefined>(
      async (questions) => {
        const fresh = read && read.writes === this.writes && Date.now() - read.at < freshMilliseconds;
        if (!fresh && questions.length < worthAList) return Promise.all(questions.map(({ single }) => single()));
        if (!fresh)
          read = { items: this.get<Item[]>(list).then((items) => items ?? []), at: Date.now(), writes: this.writes };
        const items = (await read?.items) ?? [];
        return Promise.all(questions.map(({ is, single }) => items.find(is) ?? single()));
      },
      { cache: false, batchScheduleFn: (dispatch) => setTimeout(dispatch, gatherMilliseconds) },
    );
    this.#loaders.set(list, loader);
    return loader;
  }
}
