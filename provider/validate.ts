import { z } from "zod";
import type { Fields } from "../model/object";
import type { Kind } from "./kind";
import { similar } from "./similar";
import { hasUnknown } from "./unknown";

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What there is to check. */
type Checked = Pick<Kind, "noun" | "schema" | "rules" | "refuses"> & Partial<Pick<Kind, "secrets">>;

/** Checks everything that is known already and fills in the defaults. Unknown values pass. */
export function validate(kind: Checked, args: Fields): { inputs: Fields; failures: Failure[] } {
  const isKnown = (key: string) => !hasUnknown(args[key]);
  const result = objectOf(
    kind,
    Object.keys(args).filter((key) => !isKnown(key)),
  ).safeParse(args);
  if (!result.success) {
    return { inputs: args, failures: result.error.issues.flatMap((issue) => fromIssue(kind, args, issue)) };
  }
  const inputs: Fields = result.data;
  const failures = (kind.rules ?? [])
    .filter(({ of }) => of.every(isKnown))
    .flatMap(({ of, problem }) => failure(kind, String(of[0]), problem(inputs)));
  return { inputs, failures };
}

/** Making a schema takes longer than a thousand checks with it. */
const made = new WeakMap<object, z.ZodObject>();

/** A name is judged even where its value is unknown. */
function objectOf({ schema }: Checked, unknowns: readonly string[]): z.ZodObject {
  if (unknowns.length > 0) {
    const shape = Object.entries(schema).map(([key, value]) => [key, unknowns.includes(key) ? z.any() : value]);
    return z.strictObject(Object.fromEntries(shape));
  }
  const known = made.get(schema) ?? z.strictObject(schema as z.ZodRawShape);
  made.set(schema, known);
  return known;
}

function fromIssue(kind: Checked, args: Fields, issue: z.core.$ZodIssue): Failure[] {
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    return issue.keys.flatMap((key) => failure(kind, key, notAProperty(kind, key)));
  }
  const [property = "", ...inside] = issue.path.map(String);
  if (args[property] === undefined) return failure(kind, property, "is required");
  const where = inside.length > 0 ? `at ${JSON.stringify(inside.join("."))}: ` : "";
  return failure(kind, property, where + issue.message);
}

function notAProperty(kind: Checked, key: string): string {
  const { refuses = {} } = kind;
  if (Object.hasOwn(refuses, key)) return String(refuses[key]);
  const meant = similar(key, Object.keys(kind.schema));
  const article = /^[aeio]/i.test(kind.noun) ? "an" : "a";
  return `is not a property of ${article} ${kind.noun}${meant ? `: did you mean ${meant}?` : ""}`;
}

/** Pulumi prints the value of the property that a failure names: that of a secret names none, and of what may be one misspelt. */
function failure(kind: Checked, property: string, problem: string | undefined): Failure[] {
  if (problem === undefined) return [];
  const isSecret = kind.secrets?.includes(property) || !Object.hasOwn(kind.schema, property);
  return isSecret ? [{ property: "", reason: `${property}: ${problem}` }] : [{ property, reason: problem }];
}
