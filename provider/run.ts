import pLimit from "p-limit";
import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import { keyOf } from "./id";
import type { Kind, Reading, Severity } from "./kind";

type KindObject = BrokerObject<Kind>;

/**
 * What one run of the provider knows beyond a single call. Pulumi gives `create` no old inputs, and gives `delete` no word
 * whether the program still declares the object: two entries of a state can stand for one object, so ids do not say.
 * `check` and `diff` come before both, and note here what they see.
 */
export class Run {
  readonly #connect: () => Broker;
  #broker: Broker | undefined;
  readonly #declared = new Set<string>();
  readonly #earlier = new Map<string, Fields>();
  readonly #lost = new Map<string, readonly BrokerObject[]>();

  /** Carries out one after the other what reads something, deletes it and gives it back. */
  readonly alone = pLimit(1);

  constructor(
    connect: () => Broker,
    /** Says a line to the user. */
    readonly report: (line: string, severity?: Severity) => void = (line, severity = "info") => console[severity](line),
  ) {
    this.#connect = connect;
  }

  /** One client for the whole run, made when the first object needs it. */
  broker(): Broker {
    this.#broker ??= this.#connect();
    return this.#broker;
  }

  /** What the broker has of the object, in the shape of its arguments; `undefined` where it is absent. */
  find({ kind, args }: KindObject, reading: Reading): Promise<Fields | undefined> {
    return kind.find(this.broker(), args, reading);
  }

  /** Makes the object what its arguments say, and reports what its kind remarks. `found` is what the broker has of it. */
  async send({ kind, args }: KindObject, found: Fields | undefined): Promise<{ outputs: Fields; existed: boolean }> {
    const { outputs = {}, existed = false, remarks = [] } = await kind.declare(this.broker(), args, found);
    for (const { line, severity } of remarks) this.report(line, severity);
    return { outputs, existed };
  }

  /** Notes that the program declares it: a delete of it is of an entry that is left over, and would delete the living object. */
  noteDeclared(object: KindObject): void {
    this.#declared.add(keyOf(object));
  }

  declares(object: KindObject): boolean {
    return this.#declared.has(keyOf(object));
  }

  /** Notes what the resource declared before: what exists under its identity is its own, and nobody else's. */
  noteEarlier(object: KindObject): void {
    this.#earlier.set(keyOf(object), object.args);
  }

  earlier(object: KindObject): Fields | undefined {
    return this.#earlier.get(keyOf(object));
  }

  /** Notes what an earlier run deleted along with the object and could not give back. */
  noteLost(object: KindObject, lost: readonly BrokerObject[]): void {
    this.#lost.set(keyOf(object), lost);
  }

  lost(object: KindObject): readonly BrokerObject[] {
    return this.#lost.get(keyOf(object)) ?? [];
  }
}
