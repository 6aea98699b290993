import type { Contract } from "../../model/contract";
import { conclude } from "./conclude";
import { ContractError } from "./errors";
import { examine } from "./examine";
import { Lanes } from "./lanes";
import { passiveRule } from "./passive-declare";
import { assertSupported } from "./precheck";
import type { Finding, Report } from "./report";
import { type Connection, Watch } from "./watch";

/** How to verify; everything has a default. */
export interface VerifyOptions {
  /**
   * Also prove that the application may publish and consume, by two requests that the broker refuses last of all, so that
   * no message is sent and no consumer is registered. Each leaves two lines in the broker's log. Not for a user with the tag
   * `impersonator`. @default false
   */
  probe?: boolean;
  /** Milliseconds until it gives up. @default 30000 */
  timeout?: number;
  /**
   * How many channels of its own it has open at once, at most. A few checks take one; more are for many refusals and
   * probes. Set it to less than half of what a user with a limit of channels (`max-channels`) has free: the broker counts a
   * closed channel for a moment longer, and closes the connection of a user that goes beyond. @default 16
   */
  channels?: number;
}

/**
 * Asks the broker whether everything in the contract is there, and for this connection. It declares nothing, works on
 * channels of its own, and leaves the connection as it was.
 *
 * @throws ContractError with everything that is not as the contract says
 * @throws ConnectionError if the connection is closed, or the broker does not answer in time
 */
export async function verify(connection: Connection, contract: Contract, options: VerifyOptions = {}): Promise<Report> {
  return verifyWith([], connection, contract, options);
}

/** The same, where something is known to be wrong already. */
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
    if (!(value >= 1)) throw new TypeError(`${name}: a number of at least 1 is wanted, not ${value}`);
  }
}
