import * as pulumi from "@pulumi/pulumi";
import type { AppAccessArgs } from "./access-args";
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

/** One user, or two that take turns. What is not simply given is generated, and kept in a resource of its own. */
export function loginsOf(name: string, args: AppAccessArgs, parent: pulumi.Resource): Logins {
  const { password, passwordHash, hashingAlgorithm, rotate, keepPrevious } = args;
  const first = pulumi.output(args.username ?? name);
  const isGiven = passwordHash !== undefined || (password !== undefined && rotate === undefined);
  const credentials = isGiven ? undefined : new Credentials(name, { password, rotate, keepPrevious }, { parent });
  const user = (label: string, username: pulumi.Output<string>, index: number): Login => ({
    label,
    username,
    secret: credentials
      ? { password: credentials.passwords.apply((passwords) => String(passwords[index])) }
      : definedOnly({ password, passwordHash, hashingAlgorithm }),
  });
  const users = [user(name, first, 0)];
  if (rotate === undefined) return { users, turn: pulumi.output(0) };
  return {
    users: [...users, user(`${name}-2`, pulumi.interpolate`${first}-2`, 1)],
    turn: pulumi.output<number>(credentials?.turn ?? 0),
  };
}

function definedOnly<T extends object>(object: T): { [Key in keyof T]: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
