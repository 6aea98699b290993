import type { BrokerObject } from "../../model/object";
import { withKind } from "../kinds";
import type { Run } from "../run";

/** An object that another resource of the program declares. */
export interface Elsewhere extends BrokerObject {
  /** The label of the resource. */
  readonly by: string;
  /** Whether the program knows only some fields of its identity, or none. */
  readonly isPartial?: boolean;
}

/** Records the object, so that no topology deletes it, or what it may be. */
export function noteElsewhere(run: Run, { by, isPartial, ...object }: Elsewhere): void {
  if (isPartial) run.notePossible(withKind(object), by);
  else run.noteDeclared(withKind(object), by);
}
