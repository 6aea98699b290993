import { identityOf } from "./id";
import type { Attached, Fields, Kind } from "./kind";

/** What this run's program declares, of one kind. Two entries of the state can stand for one object, so ids do not tell. */
export class Ownership {
  readonly #inUse = new Set<string>();
  readonly #earlier = new Map<string, Fields>();
  readonly #lost = new Map<string, readonly Attached[]>();

  constructor(readonly kind: Kind) {}

  /** The program declares it: a delete of it is of an entry that is left over, and would take the living object away. */
  use(object: Fields): void {
    this.#inUse.add(identityOf(this.kind, object));
  }

  isInUse(object: Fields): boolean {
    return this.#inUse.has(identityOf(this.kind, object));
  }

  /** The resource declared it before: what is there under its identity is its own, not somebody else's. */
  own(earlier: Fields): void {
    this.#earlier.set(identityOf(this.kind, earlier), earlier);
  }

  /** What the resource declared before, if it is its own. */
  earlier(object: Fields): Fields | undefined {
    return this.#earlier.get(identityOf(this.kind, object));
  }

  /** An earlier run could not give this back. */
  lose(object: Fields, lost: readonly Attached[]): void {
    this.#lost.set(identityOf(this.kind, object), lost);
  }

  lost(object: Fields): readonly Attached[] {
    return this.#lost.get(identityOf(this.kind, object)) ?? [];
  }
}
