import * as pulumi from "@pulumi/pulumi";
import type { AppAccessArgs } from "./args";
import { Credentials } from "./credentials";

/** One user of an application. */
export interface Login {
  /** The name of the user's resources in the program. */
  readonly label: string;
  readonly username: pulumi.Input<string>;
  /** The password or its hash, as arguments of a `User`. */
  readonly secret: Pick<AppAccessArgs, "password" | "passwordHash" | "hashingAlgorithm">;
}

export interface Logins {
  readonly users: readonly Login[];
  /** The index of the user that the application logs in as. */
  readonly turn: pulumi.Output<number>;
}

/** One user, or two that take turns. A `Credentials` resource keeps their passwords, since `rotate` needs the previous ones. */
export function loginsOf(name: string, args: AppAccessArgs, parent: pulumi.Resource): Logins {
  const { password, passwordHash, hashingAlgorithm, rotate, keepPrevious } = args;
  const first = args.username ?? name;
  const { passwords, turn } = outputsOf(new Credentials(name, { password, rotate, keepPrevious }, { parent }));
  const hash = passwordHash !== undefined && {
    passwordHash,
    ...(hashingAlgorithm !== undefined && { hashingAlgorithm }),
  };
  const secretOf = (index: number) => hash || { password: passwords.apply((both) => String(both[index])) };
  const users = [{ label: name, username: first, secret: secretOf(0) }];
  if (rotate === undefined) return { users, turn: pulumi.output(0) };
  // Text stays text, so that the program knows which user it declares.
  const username = typeof first === "string" ? `${first}-2` : pulumi.interpolate`${first}-2`;
  const second = { label: `${name}/2`, username, secret: secretOf(1) };
  return { users: [...users, second], turn };
}

/** The outputs, with a default for each: Pulumi's mocks give none, and a user's unit test must not wait for them. */
function outputsOf({ passwords, turn }: Credentials) {
  return {
    passwords: passwords.apply((both: [string, string] | undefined) => both ?? ["", ""]),
    turn: turn.apply((known: 0 | 1 | undefined) => known ?? 0),
  };
}
