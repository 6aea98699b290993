import type { Contract } from "../../model/contract";
import type { Finding } from "./report";

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
