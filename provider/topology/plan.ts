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
  const left = new Map(olds.map((object) => [keyOf(object), object]));
  const declares: TopologyStep[] = [];
  for (const object of news) {
    const key = keyOf(object);
    const step = stepTo(object, left.get(key)?.args);
    left.delete(key);
    if (!step.earlier || step.changed.length > 0) declares.push(step);
  }
  return { declares, removes: [...left.values()] };
}
