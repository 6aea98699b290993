import { kinds } from "../../provider/kinds";
import type { Admitted } from "../../provider/sources/admit";
import type { Left } from "../../provider/sources/source";
import { rows } from "../table";
import { lineOf } from "./program/file";

/** What an import has done. `--json` prints it. */
export interface ImportReport {
  /** Where the topology comes from. */
  readonly source: string;
  /** How many objects of each kind the program owns. */
  readonly owned: Readonly<Record<string, number>>;
  /** What it does not own, and why. */
  readonly notOwned: readonly Left[];
  /** What it owns, but could not make on a broker that lacks it, and why. */
  readonly refusedIfNew: readonly Left[];
  /** Of a file: what the broker does not have, or not so, such as what its import of definitions dropped. */
  readonly lost?: readonly string[];
  /** The files that were written; with `--check` those that would be. */
  readonly files: readonly string[];
  /** Whether a preview of the program against the broker showed no changes, or why there was none. */
  readonly proof: "no changes" | string;
}

export function countsOf({ objects }: Admitted): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The report as a user reads it. */
export function textOf(report: ImportReport): string {
  const { source, owned, notOwned, refusedIfNew, lost = [], files, proof } = report;
  const table = Object.keys(kinds)
    .filter((kind) => owned[kind] !== undefined)
    .map((kind) => [kind, String(owned[kind])]);
  const total = Object.values(owned).reduce((sum, count) => sum + count, 0);
  return [
    `${source}: ${total} object${total === 1 ? "" : "s"} owned, ${notOwned.length} not owned`,
    ...(table.length > 0 ? [`\n${rows(["kind", "owned"], table)}`] : []),
    ...listed("not owned", notOwned.map(lineOf)),
    ...listed("owned as it is, and refused on a broker that lacks it", refusedIfNew.map(lineOf)),
    ...listed(`not on the broker as in ${source}`, lost),
    ...(files.length > 0 ? [`\nfiles: ${files.join(", ")}`] : []),
    `proof: ${proof}`,
  ].join("\n");
}

function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`\n${title}:\n${lines.map((line) => `  ${line}`).join("\n")}`];
}
