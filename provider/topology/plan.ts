import type { Fields } from "../../model/object";
import { changedFields, replacedFields } from "../changes";
import { keyOf } from "../id";
import type { TopologyObject } from "./objects";

/** One object to declare. */
export interface Step {
  readonly object: TopologyObject;
  /** What this topology declared before under the same identity. */
  readonly earlier?: Fields;
  /** The arguments that are to change. */
  readonly changed: readonly string[];
  /** Those of them for which it is deleted and declared again. */
  readonly replaced: readonly string[];
}

/** What there is to do to get from one topology to another. What stays as it is is in neither list. */
export interface Plan {
  readonly declares: readonly Step[];
  readonly removes: readonly TopologyObject[];
}

export function planOf(olds: readonly TopologyObject[], news: readonly TopologyObject[]): Plan {
  const before = new Map(olds.map((object) => [keyOf(object), object]));
  const wanted = new Set(news.map(keyOf));
  const steps = news.map((object) => stepTo(object, before.get(keyOf(object))?.args));
  return {
    declares: steps.filter(({ earlier, changed }) => !earlier || changed.length > 0),
    removes: olds.filter((object) => !wanted.has(keyOf(object))),
  };
}

function stepTo(object: TopologyObject, earlier: Fields | undefined): Step {
  if (!earlier) return { object, changed: [], replaced: [] };
  const changed = changedFields(object, earlier);
  return { object, earlier, changed, replaced: replacedFields(object.kind, changed) };
}
