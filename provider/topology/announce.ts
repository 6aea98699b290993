import { nameOf, type TopologyObject } from "./objects";
import type { Plan, TopologyStep } from "./plan";

const shownLines = 50;

/** What a preview says of each object, with Pulumi's own signs. */
export function announce(
  { declares, removes }: Plan,
  vhost: unknown,
  isElsewhere: (object: TopologyObject) => boolean,
): string {
  const lines = [
    ...declares.map((step) => `${sign(step)} ${nameOf(step.object)}${fields(step)}`),
    ...removes.map((object) => `- ${nameOf(object)}${isElsewhere(object) ? " (declared elsewhere: it stays)" : ""}`),
  ];
  const rest = lines.length - shownLines;
  const shown = [...lines.slice(0, shownLines), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [`topology of vhost "${vhost}":`, ...shown].join("\n  ");
}

function sign({ earlier, replaced }: TopologyStep): string {
  if (!earlier) return "+";
  return replaced.length > 0 ? "+-" : "~";
}

function fields({ changed, replaced }: TopologyStep): string {
  if (replaced.length > 0) return ` (${replaced.join(", ")}: deleted if that loses nothing, and declared again)`;
  return changed.length > 0 ? ` (${changed.join(", ")})` : "";
}
