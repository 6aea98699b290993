import type { Contract } from "../../model/contract";
import { conclude } from "./conclude";
import { ContractError } from "./errors";
import { examine } from "./examine";
import { Lanes } from "./lanes";
import { passiveRule } from "./passive-declare";
import { assertSupported } from "./precheck";
import type { Finding, Report } from "./report";
import { type Connection, Watch } from "./watch";

/** Options for the verification. Each has a default. */
export interface VerifyOptions {
  /**
   * Whether to prove that the application may publish and consume. It sends requests that pass the broker's permission
   * checks and are refused after them, so no message is sent and no consumer is registered. Each request leaves two lines in
   * the broker's log. Do not use it for a user with the tag `impersonator`. @default false
   */
  probe?: boolean;
  /** How long the whole verification may take, in milliseconds. @default 30000 */
  timeout?: number;
  /**
   * The highest number of channels that it opens at the same time. A few checks need one; many refusals and probes use
   * more. If the user has a limit of channels (`max-channels`), set this to less than half of the free channels: the broker
   * still counts a channel for a moment after it is closed, and closes the connection of a user that exceeds its limit.
   * @default 16
   */
  channels?: number;
}

/**
 * Asks the broker whether everything in the contract exists and this connection's user may use it. It declares nothing,
 * works on channels that it opens itself, and leaves the connection as it was.
 *
 * @throws ContractError with every difference from the contract
 * @throws ConnectionError if the connection is closed, or the broker does not answer in time
 */
export async function verify(connection: Connection, contract: Contract, options: VerifyOptions = {}): Promise<Report> {
  return verifyWith([], connection, contract, options);
}

/** The same, with findings that are known already. */
export async function verifyWith(
  known: readonly Finding[],
  connection: Connection,
  contract: Contract,
  options: VerifyOptions,
): Promise<Report> {
  const { probe = false, timeout = 30_000, channels = 16 } = options;
  assertSupported(contract);
  assertPositive({ timeout, channels });
  const { version } = connection.connection.serverProperties;
  const rule = passiveRule(version);
  const watch = new Watch(connection, timeout);
  const lanes = new Lanes(connection, channels, watch.over.signal);
  try {
    const answers = await Promise.race([watch.failed, examine(lanes, contract, rule, probe)]);
    const { findings: found, report } = conclude(answers, contract, { version, rule }, probe);
    const findings = [...known, ...found];
    if (findings.length > 0) throw new ContractError(contract, findings, report);
    return report;
  } finally {
    watch.stop();
    lanes.abandon();
  }
}

function assertPositive(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(value >= 1)) throw new TypeError(`${name}: must be a number of at least 1, not ${value}`);
  }
}
