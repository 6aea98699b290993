import type { Run } from "../run";
import { listed } from "./listed";
import { nameOf, type TopologyObject } from "./objects";
import type { Plan, TopologyStep } from "./plan";

/** The lines that a preview shows: one for each object, with Pulumi's own signs. */
export function announce({ declares, removes }: Plan, vhost: unknown, run: Run): string {
  const lines = [
    ...declares.map((step) => `${sign(step)} ${nameOf(step.object)}${fields(step)}`),
    ...removes.map((object) => `- ${nameOf(object)}${reasonToKeep(run, object)}`),
  ];
  return listed(`topology of vhost "${vhost}":`, lines);
}

function reasonToKeep(run: Run, object: TopologyObject): string {
  if (run.declares(object)) return " (declared elsewhere: not deleted)";
  const other = run.possibleDeclarer(object);
  return other === undefined ? "" : ` (not deleted if ${other} declares it, whose name is not known yet)`;
}

function sign({ earlier, replaced }: TopologyStep): string {
  if (!earlier) return "+";
  return replaced.length > 0 ? "+-" : "~";
}

function fields({ changed, replaced }: TopologyStep): string {
  if (replaced.length > 0) return ` (${replaced.join(", ")}: deleted and declared again, if nothing is lost)`;
  return changed.length > 0 ? ` (${changed.join(", ")})` : "";
}
