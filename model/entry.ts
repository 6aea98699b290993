import { z } from "zod";
import { name } from "./name";

/** The schema of a role's entry that has several properties; `or` names other forms that the entry accepts. */
export function entryOf<Shape extends z.ZodRawShape>(shape: Shape, or = "") {
  const names = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys") return `has no property ${issue.keys.join(", ")}, only ${names}`;
      return issue.code === "invalid_type" ? `must be ${or}an object with ${names}` : undefined;
    },
  });
}

/** An exchange that can be declared and bound, which the default exchange cannot. */
export const realExchange = name.refine(
  (value) => value !== "amq.default",
  "must not be the default exchange: nothing can be bound to it or from it",
);
