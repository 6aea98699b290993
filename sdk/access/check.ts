import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { excesses } from "../../model/excess";
import { text } from "../../model/name";
import { type RoleName, roleNames, roleSchema } from "../../model/role-table";
import type { Roles } from "../../model/roles";
import type { Plain } from "../../model/value";
import { flag } from "../../provider/kinds/schema";
import { type Failure, validate } from "../../provider/validate";
import type { AppAccessArgs } from "./args";
import { isServer, serverProblem } from "./url";

/** The arguments other than the roles. `z.any()`: the resource that gets the argument checks it. */
const others = {
  vhost: z.any().optional(),
  username: z.any().optional(),
  password: z.any().optional(),
  passwordHash: z.any().optional(),
  hashingAlgorithm: z.any().optional(),
  rotate: text.min(1, "must not be empty").optional(),
  keepPrevious: flag.optional(),
  closeConnections: z.any().optional(),
  server: text.refine(isServer, serverProblem).optional(),
  owner: text.optional(),
  accept: z.array(z.enum(excesses, `must be one of ${excesses.join(", ")}`), "must be a list").optional(),
} satisfies { [Key in Exclude<keyof AppAccessArgs, RoleName>]-?: z.ZodType };

const secrets: readonly string[] = ["password", "passwordHash"] satisfies (keyof AppAccessArgs)[];

/**
 * The arguments to check: the roles, and the other arguments whose values are known without waiting. The permissions wait
 * for the roles only. A secret is replaced by "given", since only its presence is checked.
 */
export function checkable(args: AppAccessArgs): Record<string, unknown> {
  const shown = (key: string, value: unknown) => {
    if (value === undefined || (roleNames as string[]).includes(key)) return value;
    if (secrets.includes(key) || (key === "rotate" && isLater(value))) return "given";
    return isLater(value) ? undefined : value;
  };
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, shown(key, value)]));
}

function isLater(value: unknown): boolean {
  return value instanceof Promise || pulumi.Output.isInstance(value);
}

/** The roles with all defaults. Throws one line with every problem. */
export function checkedRoles(args: Record<string, unknown>): Plain<Roles> {
  const { inputs, failures } = validate({ noun: "AppAccess", schema: { ...others, ...roleSchema } }, args);
  const problems = [
    ...failures.map(lineOf),
    ...(args["rotate"] && args["passwordHash"] !== undefined ? [cannotRotate] : []),
  ];
  if (problems.length > 0) throw new Error(problems.join("; "));
  return Object.fromEntries(roleNames.map((role) => [role, inputs[role]])) as Plain<Roles>;
}

const cannotRotate = "rotate: cannot be used with passwordHash: give password, or neither of the two to generate one";

function lineOf({ property, reason }: Failure): string {
  return property ? `${property}: ${reason}` : reason;
}
