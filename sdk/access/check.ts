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

/** The arguments beside the roles. Those that a resource takes as they are, it checks itself. */
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
 * What is to be checked: the roles, and what else is known already, since permissions must not wait for anything else.
 * Of secrets it is enough that they are given.
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

/** The roles with all defaults. Throws one line that says everything that is wrong. */
export function checkedRoles(args: Record<string, unknown>): Plain<Roles> {
  const { inputs, failures } = validate({ noun: "AppAccess", schema: { ...others, ...roleSchema } }, args);
  const problems = [
    ...failures.map(told),
    ...(args["rotate"] && args["passwordHash"] !== undefined ? [cannotRotate] : []),
  ];
  if (problems.length > 0) throw new Error(problems.join("; "));
  return Object.fromEntries(roleNames.map((role) => [role, inputs[role]])) as Plain<Roles>;
}

const cannotRotate = "rotate: needs a password, given or generated, instead of passwordHash";

function told({ property, reason }: Failure): string {
  return property ? `${property}: ${reason}` : reason;
}
