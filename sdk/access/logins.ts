import * as pulumi from "@pulumi/pulumi";
import type { AppAccessArgs } from "./args";
import { Credentials } from "./credentials";

/** One user of an application. */
export interface Login {
  /** Of its resources in the program. */
  readonly label: string;
  readonly username: pulumi.Output<string>;
  /** How it logs in, as arguments of a `User`. */
  readonly secret: Pick<AppAccessArgs, "password" | "passwordHash" | "hashingAlgorithm">;
}

export interface Logins {
  readonly users: readonly Login[];
  /** Which of them is to be used now. */
  readonly turn: pulumi.Output<number>;
}

/** One user, or two that take turns. Their passwords are kept in a resource of its own, which knows those before too. */
export function loginsOf(name: string, args: AppAccessArgs, parent: pulumi.Resource): Logins {
  const { password, passwordHash, hashingAlgorithm, rotate, keepPrevious } = args;
  const first = pulumi.output(args.username ?? name);
  const { passwords, turn } = heldBy(new Credentials(name, { password, rotate, keepPrevious }, { parent }));
  const hash = passwordHash !== undefined && {
    passwordHash,
    ...(hashingAlgorithm !== undefined && { hashingAlgorithm }),
  };
  const secretOf = (index: number) => hash || { password: passwords.apply((both) => String(both[index])) };
  const users = [{ label: name, username: first, secret: secretOf(0) }];
  if (rotate === undefined) return { users, turn: pulumi.output(0) };
  const second = { label: `${name}/2`, username: pulumi.interpolate`${first}-2`, secret: secretOf(1) };
  return { users: [...users, second], turn };
}

/** In a user's unit tests Pulumi's mocks give no outputs, and nothing may hang for want of them. */
function heldBy({ passwords, turn }: Credentials) {
  return {
    passwords: passwords.apply((both: [string, string] | undefined) => both ?? ["", ""]),
    turn: turn.apply((known: 0 | 1 | undefined) => known ?? 0),
  };
}
