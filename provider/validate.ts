import { z } from "zod";
import type { Fields, Kind } from "./kind";
import { hasUnknown } from "./unknown";

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** Checks everything that is known already and fills in the defaults. Unknown values pass. */
export function validate(kind: Kind, args: Fields): { inputs: Fields; failures: Failure[] } {
  const isKnown = (key: string) => !hasUnknown(args[key]);
  const unknown = Object.fromEntries(Object.entries(args).filter(([key]) => !isKnown(key)));
  const shape = Object.fromEntries(Object.entries(kind.schema).filter(([key]) => isKnown(key)));
  const known = Object.fromEntries(Object.entries(args).filter(([key]) => isKnown(key)));
  const result = z.strictObject(shape).safeParse(known);
  if (!result.success) {
    return { inputs: args, failures: result.error.issues.flatMap((issue) => fromIssue(kind, args, issue)) };
  }
  const inputs: Fields = { ...result.data, ...unknown };
  const failures = (kind.rules ?? [])
    .filter(({ of }) => of.every(isKnown))
    .flatMap(({ of, problem }) => failure(kind, String(of[0]), problem(inputs)));
  return { inputs, failures };
}

function fromIssue(kind: Kind, args: Fields, issue: z.core.$ZodIssue): Failure[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.flatMap((key) =>
      failure(kind, key, kind.refuses?.[key] ?? `is not a property of a ${kind.noun}`),
    );
  }
  const [property = "", ...inside] = issue.path.map(String);
  if (args[property] === undefined) return failure(kind, property, "is required");
  const where = inside.length > 0 ? `at ${JSON.stringify(inside.join("."))}: ` : "";
  return failure(kind, property, where + issue.message);
}

/** Pulumi prints the value of the property that a failure names: a secret's failure names none. */
function failure(kind: Kind, property: string, problem: string | undefined): Failure[] {
  if (problem === undefined) return [];
  const isSecret = kind.secrets?.includes(property);
  return isSecret ? [{ property: "", reason: `${property}: ${problem}` }] : [{ property, reason: problem }];
}
