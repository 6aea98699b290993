import { z } from "zod";
import { name } from "./name";

/** One entry of a role's list that has several properties; `or` is what else it may be. */
export function entryOf<Shape extends z.ZodRawShape>(shape: Shape, or = "") {
  const names = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys") return `has no ${issue.keys.join(", ")}, only ${names}`;
      return issue.code === "invalid_type" ? `must be ${or}an object with ${names}` : undefined;
    },
  });
}

/** An exchange that can be bound, and declared. */
export const realExchange = name.refine(
  (value) => value !== "amq.default",
  "must not be the default exchange: nothing can be bound to it or from it",
);
