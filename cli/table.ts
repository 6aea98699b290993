import Table from "cli-table3";
import type { Finding, Report } from "../sdk/app";

/** A row for each check: what is wrong first. */
export function table({ checked, unchecked }: Report, findings: readonly Finding[]): string {
  const rows = [
    ...findings.map(({ object, check, problem, code }) => [object, check, code ? `${problem} (${code})` : problem]),
    ...checked.map(({ object, check }) => [object, check, "ok"]),
    ...unchecked.map(({ object, check, reason }) => [object, check, `not checked: ${reason}`]),
  ];
  // Plain columns: this is read in logs.
  const lines = ["top", "bottom", "mid", "left", "right"].flatMap((side) =>
    side === "left" || side === "right"
      ? [side, `${side}-mid`]
      : [side, `${side}-mid`, `${side}-left`, `${side}-right`],
  );
  const chars = { ...Object.fromEntries([...lines, "mid-mid"].map((name) => [name, ""])), middle: "  " };
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
  const drawn = new Table({ head: ["object", "check", "result"], chars, style });
  drawn.push(...rows);
  return drawn.toString().replace(/ +$/gm, "");
}
