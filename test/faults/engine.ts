import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { Broker } from "../../provider/broker";
import { withDoor } from "../../provider/door";
import { type KindName, kindNamed } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { readSettings } from "../../provider/management/settings";
import { Run } from "../../provider/run";
import { topologyLifecycle } from "../../provider/topology/lifecycle";
import type { TestBroker } from "../support/environment";

export type Declared = readonly [kind: KindName | "Topology", args: Fields];

interface Entry {
  readonly id: string;
  readonly inputs: Fields;
  readonly outs: Fields;
  /** The last run failed half-way, so the engine calls `update` in any case. */
  readonly isPartial?: boolean;
}

/** A state as the engine keeps it: by the place of a resource in the program. */
export type State = ReadonlyMap<number, Entry>;

type Verbs = Required<Omit<dynamic.ResourceProvider, "configure">>;
type Partly = Error & { readonly id?: string; readonly properties?: Fields };

/** One run of the engine's verbs, one resource after the other. It stops at the first failure. */
export class EngineRun {
  readonly errors: string[] = [];
  #state: Map<number, Entry>;
  readonly #verbs = new Map<string, Verbs>();
  readonly #run: Run;

  constructor(broker: TestBroker, before: State, settings: { readonly timeout?: string } = {}) {
    const source: Fields = { ...broker, ...settings };
    const client = () =>
      new Broker(
        readSettings((key) => source[key] as string | undefined),
        0,
      );
    this.#run = new Run(client, () => {});
    this.#state = new Map(before);
  }

  get state(): State {
    return this.#state;
  }

  up(program: readonly Declared[]): Promise<void> {
    return this.#all(program, async ([kind, args], place) => {
      const verbs = this.#of(kind);
      const before = this.#state.get(place);
      const { inputs = {} } = await verbs.check(before?.inputs ?? {}, args);
      if (!before) return this.#set(place, inputs, verbs.create(inputs));
      const { changes, replaces } = await verbs.diff(before.id, before.outs, inputs);
      const isSame = changes === false || (changes === undefined && isDeepStrictEqual(inputs, before.inputs));
      if (replaces?.length) {
        await this.#set(place, inputs, verbs.create(inputs));
        await verbs.delete(before.id, before.outs);
      } else if (!isSame || before.isPartial) {
        await this.#set(place, inputs, verbs.update(before.id, before.outs, inputs), before.id);
      }
    });
  }

  refresh(program: readonly Declared[]): Promise<void> {
    return this.#all(program, async ([kind], place) => {
      const before = this.#state.get(place);
      if (!before) return;
      const { id, inputs = {}, props = {} } = await this.#of(kind).read(before.id, before.outs);
      if (id) this.#state.set(place, { id, inputs: inputs as Fields, outs: props as Fields });
      else this.#state.delete(place);
    });
  }

  destroy(program: readonly Declared[]): Promise<void> {
    const places = program.map((declared, place) => [declared, place] as const).reverse();
    return this.#all(places, async ([[kind], place]) => {
      const before = this.#state.get(place);
      if (before) await this.#of(kind).delete(before.id, before.outs);
      this.#state.delete(place);
    });
  }

  async #all<T>(items: readonly T[], act: (item: T, place: number) => Promise<void>): Promise<void> {
    for (const [place, item] of items.entries()) {
      try {
        await act(item, place);
      } catch (error) {
        this.errors.push((error as Error).message);
        return;
      }
    }
  }

  /** What the engine keeps of a create or an update, also of one that fails half-way. */
  async #set(place: number, inputs: Fields, work: Promise<{ id?: string; outs?: Fields }>, known = ""): Promise<void> {
    try {
      const { id = known, outs = {} } = await work;
      this.#state.set(place, { id, inputs, outs });
    } catch (error) {
      const { id, properties } = error as Partly;
      if (id && properties) this.#state.set(place, { id, inputs, outs: properties, isPartial: true });
      throw error;
    }
  }

  #of(kind: KindName | "Topology"): Verbs {
    const make = () => (kind === "Topology" ? topologyLifecycle(this.#run) : lifecycle(kindNamed(kind), this.#run));
    const verbs = this.#verbs.get(kind) ?? (withDoor(make()) as Verbs);
    this.#verbs.set(kind, verbs);
    return verbs;
  }
}
