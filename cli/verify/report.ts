import type { Contract } from "../../model/contract";
import type { Check, Finding, Report, Unchecked } from "../../sdk/app";
import { rows } from "../table";
import type { Outcome } from "./attempt";

/** A contract, the file that it is in, and what came of its verification. */
export interface Verified {
  readonly file: string;
  readonly contract: Contract;
  readonly outcome: Outcome;
}

/** What `--json` prints of each contract. */
export interface VerifyReport {
  readonly file: string;
  readonly application: string;
  readonly vhost: string;
  readonly result: Outcome["result"];
  /** Why it could not be checked. */
  readonly error?: string;
  readonly findings: readonly Finding[];
  /** Who can fix the findings, and how. */
  readonly remedies: readonly string[];
  readonly checked: readonly Check[];
  readonly unchecked: readonly Unchecked[];
}

const nothing: Report = { checked: [], unchecked: [] };

export function reportOf({ file, contract: { application, vhost }, outcome }: Verified): VerifyReport {
  const about = { file, application, vhost, result: outcome.result };
  if (outcome.result === "fulfilled") return { ...about, findings: [], remedies: [], ...outcome.report };
  if (outcome.result === "not checked") {
    return { ...about, error: outcome.error.message, findings: [], remedies: [], ...nothing };
  }
  const { findings, remedies, report } = outcome.error;
  return { ...about, findings, remedies, ...report };
}

/** The result as a user reads it; `undefined` if nothing was checked. */
export function textOf({ contract, outcome }: Verified): string | undefined {
  if (outcome.result === "not checked") return undefined;
  if (outcome.result === "fulfilled") {
    return `${table(outcome.report, [])}\n\nthe contract of ${JSON.stringify(contract.application)} is fulfilled`;
  }
  const { report, findings, headline, remedies } = outcome.error;
  return `${table(report, findings)}\n\n${[headline, ...remedies].join("\n")}`;
}

/** One row for each check: first the findings, then the passed checks, then those that were not made. */
function table({ checked, unchecked }: Report, findings: readonly Finding[]): string {
  return rows(
    ["object", "check", "result"],
    [
      ...findings.map(({ object, check, problem, code }) => [object, check, code ? `${problem} (${code})` : problem]),
      ...checked.map(({ object, check }) => [object, check, "ok"]),
      ...unchecked.map(({ object, check, reason }) => [object, check, `not checked: ${reason}`]),
    ],
  );
}
