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
    const old = left.get(key);
    const step = withOptions(stepTo(object, old?.args), old);
    left.delete(key);
    if (!step.earlier || step.changed.length > 0) declares.push(step);
  }
  return { declares, removes: [...left.values()] };
}

/** The state must know whether an object is protected: a delete gets nothing but the state. */
function withOptions(step: TopologyStep, old: TopologyObject | undefined): TopologyStep {
  if (!old || old.options.protect === step.object.options.protect) return step;
  return { ...step, changed: [...step.changed, "protect"] };
}
