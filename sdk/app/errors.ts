import type { Contract } from "../../model/contract";
import { appAccessLine } from "./grant";
import type { Finding, Report } from "./report";

/** The contract is not fulfilled. The message has a line for each finding, names who can fix it, and how. */
export class ContractError extends Error {
  /** Distinguishes it from other errors. */
  override readonly name = "ContractError";
  /** The message's first line. */
  readonly headline: string;
  /** The message's last lines: who can fix the findings, then each remedy once. */
  readonly remedies: readonly string[];

  constructor(
    contract: Contract,
    /** All differences from the contract. */
    readonly findings: readonly Finding[],
    /** The checks that passed, and those that were not made. */
    readonly report: Report = { checked: [], unchecked: [] },
  ) {
    const remedies = remediesOf(contract, findings);
    const count = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
    const headline = `the contract of ${JSON.stringify(contract.application)} with the vhost ${JSON.stringify(contract.vhost)} is not fulfilled: ${count}`;
    super([headline, ...findings.map(lineOf), ...remedies].join("\n"));
    this.headline = headline;
    this.remedies = remedies;
  }
}

/** The contract could not be checked: the connection failed or was lost, or the broker did not answer in time. */
export class ConnectionError extends Error {
  /** Distinguishes it from other errors. */
  override readonly name = "ConnectionError";
}

function lineOf({ object, check, problem, code }: Finding): string {
  return `- ${object}, ${check}: ${problem}${code === undefined ? "" : ` (${code})`}`;
}

function remediesOf(contract: Contract, findings: readonly Finding[]): string[] {
  const others = findings.filter(({ grant }) => !grant).map(({ remedy }) => remedy);
  const grants = findings.flatMap(({ grant }) => grant ?? []);
  const lines = [...new Set(others), ...(grants.length ? [appAccessLine(contract, grants)] : [])];
  const who = contract.owner ? `${contract.owner}, in the stack ${contract.stack}` : `the stack ${contract.stack}`;
  return [`Who can fix it: ${who}`, ...lines.map((line) => `- ${line}`)];
}
