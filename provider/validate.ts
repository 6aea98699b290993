import { z } from "zod";
import type { Fields } from "../model/object";
import type { Kind, Rule } from "./kind";
import { similar } from "./similar";
import { hasUnknown } from "./unknown";

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** A failure of a new object. An object that has these fields already may keep them. */
export interface Doubt extends Failure {
  readonly fields: readonly string[];
  /** The key of the field's table, if only that is meant. */
  readonly part?: string | undefined;
}

/** The parts of a kind that a check needs. */
type Checked = Pick<Kind, "noun" | "schema" | "rules" | "refuses"> & Partial<Pick<Kind, "secrets">>;

/** What a check gives. */
export interface Validated {
  /** The arguments with their defaults; as given where something is wrong. */
  readonly inputs: Fields;
  /** The arguments in which nothing is wrong, with their defaults. */
  readonly valid: Fields;
  readonly failures: Failure[];
  readonly warnings: string[];
  readonly doubts: Doubt[];
}

/** Checks all known values and fills in the defaults. Unknown values pass. */
export function validate(kind: Checked, args: Fields): Validated {
  const unknown = Object.keys(args).filter((key) => hasUnknown(args[key]));
  const result = objectOf(kind, unknown).safeParse(args);
  const failures = result.error?.issues.flatMap((issue) => fromIssue(kind, args, issue)) ?? [];
  const wrong = new Set(result.error?.issues.map(({ path: [property] }) => property));
  const valid: Fields = result.success ? result.data : validFields(kind, args, (key) => !wrong.has(key));
  const isChecked = (key: string) => !wrong.has(key) && !unknown.includes(key);
  // A misspelt argument may be the one whose absence breaks a rule.
  const hasMisspelt = wrong.has(undefined);
  const isGiven = ({ of }: Rule<Fields>) => !hasMisspelt || of.some((key) => valid[key] !== undefined);
  const broken = (severity: Rule<Fields>["severity"]) =>
    (kind.rules ?? [])
      .filter((rule) => (rule.severity ?? "error") === severity && rule.of.every(isChecked) && isGiven(rule))
      .flatMap(({ of, problem }) => {
        const found = failure(kind, String(of[0]), problem(valid));
        return found.map((each): Doubt => ({ ...each, fields: of.map(String) }));
      });
  return {
    inputs: result.success ? valid : args,
    valid,
    failures: [...failures, ...broken("error").map(({ fields: _, ...each }) => each)],
    warnings: broken("warning").map(({ property, reason }) => `${property} ${reason}`),
    doubts: broken("new"),
  };
}

/** The fields without an error, with their defaults. The rules of these are checked although others are wrong. */
function validFields({ schema }: Checked, args: Fields, isValid: (key: string) => boolean): Fields {
  const fields = Object.entries(schema).filter(([key]) => isValid(key));
  return Object.fromEntries(fields.map(([key, value]) => [key, value.safeParse(args[key]).data]));
}

/** A cache of built schemas: building one takes longer than a thousand checks with it. */
const builtSchemas = new WeakMap<object, z.ZodObject>();

/** Builds the schema of a kind. It checks the names of properties even if their values are unknown. */
function objectOf({ schema }: Checked, unknowns: readonly string[]): z.ZodObject {
  if (unknowns.length > 0) {
    const shape = Object.entries(schema).map(([key, value]) => [key, unknowns.includes(key) ? z.any() : value]);
    return z.strictObject(Object.fromEntries(shape));
  }
  const known = builtSchemas.get(schema) ?? z.strictObject(schema as z.ZodRawShape);
  builtSchemas.set(schema, known);
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

/**
 * The failure as Pulumi gets it. Pulumi prints the value of the property that a failure names, and nothing shows here
 * which values the program marked as secrets.
 */
export function unnamed({ property, reason }: Failure): Failure {
  return { property: "", reason: property === "" ? reason : `${property}: ${reason}` };
}

/** A misspelt property may be a secret, so it is named in the reason like one. */
function failure(kind: Checked, property: string, problem: string | undefined): Failure[] {
  if (problem === undefined) return [];
  const isSecret = kind.secrets?.includes(property) || !Object.hasOwn(kind.schema, property);
  return isSecret ? [{ property: "", reason: `${property}: ${problem}` }] : [{ property, reason: problem }];
}
