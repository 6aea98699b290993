import { keyOf } from "./id";
import type { Attached, Fields, Kind } from "./kind";

/** What this run's program declares. Two entries of the state can stand for one object, so ids do not tell. */
export class Ownership {
  readonly #inUse = new Set<string>();
  readonly #earlier = new Map<string, Fields>();
  readonly #lost = new Map<string, readonly Attached[]>();

  /** The program declares it: a delete of it is of an entry that is left over, and would take the living object away. */
  use(kind: Kind, object: Fields): void {
    this.#inUse.add(keyOf(kind, object));
  }

  isInUse(kind: Kind, object: Fields): boolean {
    return this.#inUse.has(keyOf(kind, object));
  }

  /** The resource declared it before: what is there under its identity is its own, not somebody else's. */
  own(kind: Kind, earlier: Fields): void {
    this.#earlier.set(keyOf(kind, earlier), earlier);
  }

  /** What the resource declared before, if it is its own. */
  earlier(kind: Kind, object: Fields): Fields | undefined {
    return this.#earlier.get(keyOf(kind, object));
  }

  /** An earlier run could not give this back. */
  lose(kind: Kind, object: Fields, lost: readonly Attached[]): void {
    this.#lost.set(keyOf(kind, object), lost);
  }

  lost(kind: Kind, object: Fields): readonly Attached[] {
    return this.#lost.get(keyOf(kind, object)) ?? [];
  }
}
