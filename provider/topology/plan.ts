import { keyOf } from "../id";
import { type Step, stepTo } from "../step";
import type { TopologyObject } from "./objects";

export type TopologyStep = Step<TopologyObject>;

/** The steps from one topology to another. Unchanged objects are in neither list. */
export interface Plan {
  readonly declares: readonly TopologyStep[];
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
