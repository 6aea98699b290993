import type { BrokerObject, Fields } from "../model/object";
import { keyOf } from "./id";
import type { Kind } from "./kind";

/** What this run's program declares. Two entries of the state can stand for one object, so ids do not tell. */
export class Ownership {
  readonly #inUse = new Set<string>();
  readonly #earlier = new Map<string, Fields>();
  readonly #lost = new Map<string, readonly BrokerObject[]>();

  /** The program declares it: a delete of it is of an entry that is left over, and would take the living object away. */
  use(object: BrokerObject<Kind>): void {
    this.#inUse.add(keyOf(object));
  }

  isInUse(object: BrokerObject<Kind>): boolean {
    return this.#inUse.has(keyOf(object));
  }

  /** The resource declared it before: what is there under its identity is its own, not somebody else's. */
  own(earlier: BrokerObject<Kind>): void {
    this.#earlier.set(keyOf(earlier), earlier.args);
  }

  /** What the resource declared before, if it is its own. */
  earlier(object: BrokerObject<Kind>): Fields | undefined {
    return this.#earlier.get(keyOf(object));
  }

  /** An earlier run could not give this back. */
  lose(object: BrokerObject<Kind>, lost: readonly BrokerObject[]): void {
    this.#lost.set(keyOf(object), lost);
  }

  lost(object: BrokerObject<Kind>): readonly BrokerObject[] {
    return this.#lost.get(keyOf(object)) ?? [];
  }
}
