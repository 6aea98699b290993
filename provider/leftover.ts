import type { BrokerObject } from "../model/object";
import type { Kind } from "./kind";
import { withKind } from "./kinds";
import type { Run } from "./run";

/**
 * Whether the program declares the object, so that the entry of the state that is deleted is not the only one. `by` is the
 * entry's mark: a `destroy --run-program` deletes the entry of the very resource that declares the object.
 */
export function isLeftover(run: Run, object: BrokerObject<Kind>, by: string | undefined): boolean {
  if (run.declares(object)) return true;
  const other = run.otherDeclarer(object, by);
  if (other !== undefined) run.report(`${object.kind.title(object.args)}: not deleted, since ${other} declares it`);
  return other !== undefined || isInParts(run, object, by);
}

/** Whether the program now declares a part of the object by itself, which would be deleted with it. */
function isInParts(run: Run, { kind, args }: BrokerObject<Kind>, by: string | undefined): boolean {
  const parts = (kind.includes?.(args) ?? []).map(withKind);
  const kept = parts.find((part) => run.declares(part) || run.otherDeclarer(part, by) !== undefined);
  if (kept) run.report(`${kind.title(args)}: not deleted, since the program declares ${kept.kind.title(kept.args)}`);
  return kept !== undefined;
}
