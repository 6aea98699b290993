import pLimit from "p-limit";
import type { BrokerObject } from "../../model/object";
import type { Broker } from "../broker";
import { keyOf } from "../id";
import { IncompleteError } from "../management/errors";
import { restore } from "../replace";
import type { Run } from "../run";
import { nameOf, type TopologyObject } from "./objects";
import { Progress } from "./progress";

/** After so many failures the rest is not tried: they will have one cause. */
const mostFailures = 100;
/** So many are named; of more the number is said. */
const shownAdopted = 10;

/** What one run does to the broker, and how it stands: what is there as this topology declared it, and what failed. */
export class Work {
  readonly #standing: Map<string, TopologyObject>;
  readonly #progress: Progress;
  readonly #failures: string[] = [];
  readonly #lost: BrokerObject[] = [];
  readonly #adopted: TopologyObject[] = [];
  #untried = 0;

  constructor(
    readonly run: Run,
    readonly title: string,
    before: readonly TopologyObject[],
  ) {
    this.#standing = new Map(before.map((object) => [keyOf(object), object]));
    this.#progress = new Progress(title, run.report);
  }

  get broker(): Broker {
    return this.run.broker();
  }

  get standing(): TopologyObject[] {
    return [...this.#standing.values()];
  }

  /** What a replacement could not give back. */
  get lost(): readonly BrokerObject[] {
    return this.#lost;
  }

  get hasFailed(): boolean {
    return this.#failures.length > 0;
  }

  /** Each object that failed, and why. */
  get reasons(): string[] {
    const untried = this.#untried > 0 ? [`${this.#untried} more were not tried`] : [];
    return [...this.#failures.toSorted(), ...untried];
  }

  declared(object: TopologyObject, { isAdopted = false } = {}): void {
    this.#standing.set(keyOf(object), object);
    if (isAdopted) this.#adopted.push(object);
  }

  removed(object: TopologyObject): void {
    this.#standing.delete(keyOf(object));
  }

  /** Does the same to many objects, so many at a time. One that fails is told, and does not keep others from being tried. */
  async each<T>(items: readonly T[], objectOf: (item: T) => TopologyObject, act: (item: T) => Promise<void>) {
    const inTurn = pLimit(this.broker.settings.concurrency);
    this.#progress.expect(items.length);
    await Promise.all(
      items.map((item) =>
        inTurn(async () => {
          if (this.#failures.length >= mostFailures) this.#untried++;
          else await this.#attempt(objectOf(item), () => act(item));
          this.#progress.tick();
        }),
      ),
    );
  }

  /** Asks for all of them at once. */
  async all(objects: readonly TopologyObject[], ask: (object: TopologyObject) => Promise<void>): Promise<void> {
    await Promise.all(objects.map((object) => this.#attempt(object, () => ask(object))));
  }

  /** Does something for a whole section; `undefined` where it failed, which is told. */
  async attempt<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#failed(error, `${what}: `);
      return undefined;
    }
  }

  /** Gives back what an earlier run could not. */
  async restore(lost: readonly BrokerObject[]): Promise<void> {
    await restore(this.run, lost).catch((error: unknown) => this.#failed(error));
  }

  /** Runs it, and says what was there already. */
  async during(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      this.#progress.end();
      this.#sayAdopted();
    }
  }

  async #attempt(object: TopologyObject, act: () => Promise<void>): Promise<void> {
    await this.attempt(object.kind.title(object.args), act);
  }

  /** Of a fault of our own too it must be known what was done before it. */
  #failed(error: unknown, title = ""): void {
    this.#failures.push(title + (error instanceof Error ? error.message : String(error)));
    if (error instanceof IncompleteError) this.#lost.push(...error.lost);
  }

  #sayAdopted(): void {
    const named = this.#adopted.slice(0, shownAdopted).map(nameOf);
    const rest = this.#adopted.length - named.length;
    if (named.length === 0) return;
    const all = [...named, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
    this.run.report(`${this.title}: existed already and is now managed by this stack: ${all}`);
  }
}
