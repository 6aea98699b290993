import type { Contract } from "../../model/contract";

/** In plain JavaScript the contract may be anything. */
export function assertSupported(contract: Contract): void {
  if (contract?.version === 1) return;
  const found = JSON.stringify(contract?.version);
  throw new TypeError(`a contract of version 1 is wanted, as AppAccess makes it; this one has the version ${found}`);
}
