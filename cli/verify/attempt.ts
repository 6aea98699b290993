import type { Contract } from "../../model/contract";
import { ConnectionError, ContractError, type Report } from "../../sdk/app";
import { enter } from "../../sdk/app/connect";

/** What came of the verification of one contract. */
export type Outcome =
  | { readonly result: "fulfilled"; readonly report: Report }
  | { readonly result: "not fulfilled"; readonly error: ContractError }
  | { readonly result: "not checked"; readonly error: Error };

export interface AttemptOptions {
  readonly probe: boolean;
  /** In milliseconds. */
  readonly timeout: number;
}

/** Logs in, verifies the contract once, and logs out. */
export async function attempt(url: string, contract: Contract, options: AttemptOptions): Promise<Outcome> {
  try {
    const { leave, report } = await enter(url, contract, options);
    await leave();
    return { result: "fulfilled", report };
  } catch (error) {
    if (error instanceof ContractError) return { result: "not fulfilled", error };
    return { result: "not checked", error: error as Error };
  }
}

/** Whether another attempt cannot end otherwise: it is fulfilled, or the cause is neither the broker nor the connection. */
export function isFinal(outcome: Outcome): boolean {
  if (outcome.result !== "not checked") return outcome.result === "fulfilled";
  const { error } = outcome;
  return !(error instanceof ConnectionError) || (error.cause as NodeJS.ErrnoException)?.code === "MODULE_NOT_FOUND";
}
