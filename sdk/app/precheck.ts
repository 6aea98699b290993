import type { Contract } from "../../model/contract";
import type { Finding } from "./report";

/** Throws unless the contract has a version that this library supports: in JavaScript, the argument may be anything. */
export function assertSupported(contract: Contract): void {
  if (contract?.version === 1) return;
  const found = contract?.version;
  throw new TypeError(
    typeof found === "number"
      ? `the contract has the version ${found}, and this pulumi-rabbitmq-topology knows version 1: install a later one`
      : `the contract must be one that an AppAccess made, with the version 1; its version is ${JSON.stringify(found)}`,
  );
}

/** A finding if the login's user is none of the contract's: a user with more rights would pass all other checks. */
export function wrongUser(username: string | undefined, { application, usernames }: Contract): Finding[] {
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

/** The contract's users for a sentence: `"a" or "b"`. */
export function quoted(usernames: readonly string[]): string {
  return usernames.map((each) => JSON.stringify(each)).join(" or ");
}
