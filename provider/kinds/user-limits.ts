import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Reference } from "../../model/value";
import type { FieldsOf } from "../kind";
import { path } from "../management/path";
import { byName } from "../management/shared-list";
import { list } from "../management/target";
import { facts, fixed } from "./field";
import { limitsKind, limitsOf } from "./limits";

/**
 * The limits of a user that the program does not declare; a `User` has the same arguments itself. One resource for both
 * limits of a user, at least one of them: the other one keeps its value on the broker. Both can be changed in place. The
 * deletion of the resource deletes the declared limits. Needs the tag `administrator`.
 */
export interface UserLimitsArgs {
  /** The user, as a `User` or by name (replaces). */
  user: Input<string> | Reference<"User">;
  /** How many connections it may have at a time, in all vhosts together; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many channels it may have at a time, on all its connections together; -1 is no limit. */
  maxChannels?: Input<number>;
}

const users = byName(list(path`users`, {}, ["name", "tags"], { isNeverEmpty: true }));

/** @internal */
export const limits = limitsOf({
  owner: "user",
  names: { maxConnections: "max-connections", maxChannels: "max-channels" },
  within: (user, own) => ({ own, listing: users, key: user }),
});

const fields = { user: fixed(name), ...limits.fields } satisfies FieldsOf<UserLimitsArgs>;

/** @internal */
export const userLimits = limitsKind<UserLimitsArgs>(limits, {
  name: "UserLimits",
  noun: "user limit",
  ...facts(fields),
  goesWith: ({ user }) => [{ kind: "User", args: { name: user } }],
});
