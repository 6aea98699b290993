import Table from "cli-table3";
import type { Finding, Report } from "../sdk/app";

const edges = ["top", "bottom", "mid"].flatMap((line) => [line, `${line}-left`, `${line}-mid`, `${line}-right`]);
const sides = ["left", "left-mid", "right", "right-mid", "mid-mid"];

/** Columns without lines, since the table is read in logs. */
const plain = {
  chars: { ...Object.fromEntries([...edges, ...sides].map((name) => [name, ""])), middle: "  " },
  style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
};

/** One row for each check: first the findings, then the passed checks, then those that were not made. */
export function table({ checked, unchecked }: Report, findings: readonly Finding[]): string {
  return rows(
    ["object", "check", "result"],
    [
      ...findings.map(({ object, check, problem, code }) => [object, check, code ? `${problem} (${code})` : problem]),
      ...checked.map(({ object, check }) => [object, check, "ok"]),
      ...unchecked.map(({ object, check, reason }) => [object, check, `not checked: ${reason}`]),
    ],
  );
}

/** Columns under their names. */
export function rows(head: string[], cells: string[][]): string {
  const drawn = new Table({ ...plain, head });
  drawn.push(...cells);
  return drawn.toString().replace(/ +$/gm, "");
}
