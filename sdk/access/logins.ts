import * as pulumi from "@pulumi/pulumi";
import type { AmqpPorts } from "../../provider/amqp-ports";
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
  /** The broker's ports, for a URL without a given server. */
  readonly ports: pulumi.Output<AmqpPorts | undefined>;
}

/** One user, or two that take turns. A `Credentials` resource keeps their passwords, since `rotate` needs the previous ones. */
export function loginsOf(name: string, args: AppAccessArgs, parent: pulumi.Resource): Logins {
  const { password, passwordHash, hashingAlgorithm, rotate, keepPrevious, server } = args;
  const asksPorts = server === undefined ? true : undefined;
  const first = args.username ?? name;
  const credentials = new Credentials(name, { password, rotate, keepPrevious, asksPorts }, { parent });
  const { passwords, turn, ports } = outputsOf(credentials);
  const hash = passwordHash !== undefined && {
    passwordHash,
    ...(hashingAlgorithm !== undefined && { hashingAlgorithm }),
  };
  const secretOf = (index: number) => hash || { password: passwords.apply((both) => String(both[index])) };
  const users = [{ label: name, username: first, secret: secretOf(0) }];
  if (rotate === undefined) return { users, turn: pulumi.output(0), ports };
  // Text stays text, so that the program knows which user it declares.
  const username = typeof first === "string" ? `${first}-2` : pulumi.interpolate`${first}-2`;
  const second = { label: `${name}/2`, username, secret: secretOf(1) };
  return { users: [...users, second], turn, ports };
}

/** The outputs, with a default for each: Pulumi's mocks give none, and a user's unit test must not wait for them. */
function outputsOf({ passwords, turn, ports }: Credentials) {
  return {
    passwords: passwords.apply((both: [string, string] | undefined) => both ?? ["", ""]),
    turn: turn.apply((known: 0 | 1 | undefined) => known ?? 0),
    ports: knownOr(ports, undefined),
  };
}

/** An output that an older version's state lacks is unknown in every preview, and the URL must not be. */
function knownOr<T>(output: pulumi.Output<T>, other: T): pulumi.Output<T> {
  const { isKnown } = output as unknown as { isKnown: Promise<boolean> };
  return pulumi.output(isKnown.then((known) => (known ? output : other))) as pulumi.Output<T>;
}
