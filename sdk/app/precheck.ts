import type { Contract } from "../../model/contract";
import type { Finding } from "./report";

/** In plain JavaScript the contract may be anything. */
export function assertSupported(contract: Contract): void {
  if (contract?.version === 1) return;
  const found = JSON.stringify(contract?.version);
  throw new TypeError(`a contract of version 1 is wanted, as AppAccess makes it; this one has the version ${found}`);
}

/** The login's user, where it is none of the contract's: one who may do more would find that all is well. */
export function strangers(username: string | undefined, { application, usernames }: Contract): Finding[] {
  if (username === undefined || usernames.includes(username)) return [];
  const user = JSON.stringify(username);
  return [
    {
      object: `user ${user}`,
      check: "connect",
      problem: `the user is ${user}, not the contract's ${quoted(usernames)}`,
      remedy: `log in with the \`url\` of AppAccess ${JSON.stringify(application)}`,
    },
  ];
}

/** The contract's users, as a sentence names them. */
export function quoted(usernames: readonly string[]): string {
  return usernames.map((each) => JSON.stringify(each)).join(" or ");
}
