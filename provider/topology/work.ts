import pLimit from "p-limit";
import type { BrokerObject } from "../../model/object";
import { reportAdoption } from "../adopt";
import type { Broker } from "../broker";
import { byReason, enumerate, type Failed } from "../enumerate";
import { keyOf } from "../id";
import { ExpiredError, IncompleteError, UnreachableError, UnsentError } from "../management/errors";
import { restore } from "../replace";
import type { Run } from "../run";
import { nameOf, type TopologyObject } from "./objects";
import { Progress } from "./progress";

/** After this number of failures the other objects are not tried, since the failures probably have one cause. */
const maxFailures = 100;

/** The progress of one run on the broker: the objects that exist as this topology declared them, and the failures. */
export class Work {
  readonly #existing: Map<string, TopologyObject>;
  readonly #progress: Progress;
  readonly #failures: Failed[] = [];
  readonly #lost: BrokerObject[] = [];
  readonly #adopted: TopologyObject[] = [];
  #untried = 0;
  /** The number of objects whose request got no answer, after the first one. */
  #unanswered = 0;
  /** Whether anything was declared that did not exist exactly so. */
  hasChanged = false;

  constructor(
    readonly run: Run,
    readonly title: string,
    before: readonly TopologyObject[],
  ) {
    this.#existing = new Map(before.map((object) => [keyOf(object), object]));
    this.#progress = new Progress(title, run.report);
  }

  get broker(): Broker {
    return this.run.broker();
  }

  get existing(): TopologyObject[] {
    return [...this.#existing.values()];
  }

  /** The objects that a replacement could not restore. */
  get lost(): readonly BrokerObject[] {
    return this.#lost;
  }

  get hasFailed(): boolean {
    return this.#failures.length > 0;
  }

  /** A line for each reason, with the objects that failed for it, and the number of those that were not tried. */
  get reasons(): string[] {
    const counts = [
      { count: this.#unanswered, what: "more got no answer" },
      { count: this.#untried, what: "more were not tried" },
    ];
    const rest = counts.filter(({ count }) => count > 0).map(({ count, what }) => `${count} ${what}`);
    const lines = byReason(this.#failures).map(({ names, reason }) =>
      names.length > 0 ? `${enumerate(names)}: ${reason}` : reason,
    );
    return [...lines.toSorted(), ...rest];
  }

  declared(object: TopologyObject, { isAdopted = false } = {}): void {
    this.#existing.set(keyOf(object), object);
    if (isAdopted) this.#adopted.push(object);
    else this.hasChanged = true;
  }

  removed(object: TopologyObject): void {
    this.#existing.delete(keyOf(object));
  }

  /** Does the same for many objects, a limited number at a time. A failure is recorded and does not stop the others. */
  async each<T>(items: readonly T[], objectOf: (item: T) => TopologyObject, act: (item: T) => Promise<void>) {
    const inTurn = pLimit(this.broker.settings.concurrency);
    this.#progress.expect(items.length);
    await Promise.all(
      items.map((item) =>
        inTurn(async () => {
          if (this.#failures.length >= maxFailures || this.run.isAbandoned()) this.#untried++;
          else if (await this.#attempt(objectOf(item), () => act(item))) this.#progress.tick();
        }),
      ),
    );
  }

  /** Does the same for all objects at once. */
  async all(objects: readonly TopologyObject[], act: (object: TopologyObject) => Promise<void>): Promise<void> {
    await Promise.all(objects.map((object) => this.#attempt(object, () => act(object))));
  }

  /** Does something for a whole section. A failure is recorded, and gives `undefined`. */
  async attempt<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#failed(error, what);
      return undefined;
    }
  }

  /** Records a reason not to do the work at all. */
  refuse(reason: string): void {
    this.#failures.push({ reason });
  }

  /** Restores the objects that an earlier run could not restore. */
  async restore(lost: readonly BrokerObject[]): Promise<void> {
    await restore(this.run, lost).catch((error: unknown) => this.#failed(error));
  }

  /** Runs the work, then reports the adopted objects. */
  async during(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      this.#progress.end();
      this.#reportAdopted();
    }
  }

  /** Returns whether it succeeded. */
  async #attempt(object: TopologyObject, act: () => Promise<void>): Promise<boolean> {
    const done = async () => {
      await act();
      return true;
    };
    return (await this.attempt(object.kind.title(object.args), done)) ?? false;
  }

  /** Records also a programming error, since the state must get the objects that were changed before it. */
  #failed(error: unknown, what?: string): void {
    if ((error instanceof UnsentError || error instanceof ExpiredError) && this.hasFailed) {
      this.#untried++;
      return;
    }
    if (error instanceof UnreachableError && this.hasFailed) {
      this.#unanswered++;
      return;
    }
    this.#failures.push({ what, reason: error instanceof Error ? error.message : String(error) });
    if (error instanceof IncompleteError) this.#lost.push(...error.lost);
  }

  #reportAdopted(): void {
    if (this.#adopted.length === 0) return;
    reportAdoption(this.run, `${this.title}:`, `: ${enumerate(this.#adopted.map(nameOf))}`);
  }
}
