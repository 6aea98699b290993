import { z } from "zod";
import { isHuge, isMarked } from "../../model/integer";
import { text } from "../../model/name";
import { nothing } from "../../model/pattern";
import type { Field } from "../kind";

export const flag = z.boolean("must be true or false");
/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, `must be one of ${words.join(", ")}`);
/** Integers beyond 2^53 lose digits in JavaScript. JSON has no -0. */
export const integer = z.int("must be an integer within ±9007199254740991").overwrite(withoutSign);
export const natural = integer.min(0, "must not be negative");
/** The same, also beyond 2^53: a queue may exist with such a limit. */
export const wideNatural: z.ZodType<number> = z.unknown().transform((value, context) => {
  if (isMarked(value) && isHuge(value.$integer) && !value.$integer.startsWith("-")) return value as unknown as number;
  const { success, data, error } = natural.safeParse(value);
  if (success) return data;
  for (const { message } of error.issues) context.addIssue(message);
  return z.NEVER;
});
export const positive = integer.min(1, "must be 1 or more");
/** Tags of a user or a vhost. The broker separates them with commas. */
export const tags = z.array(
  text
    .regex(/^[^,]+$/, "must not be empty or contain a comma")
    .regex(/^\S(.*\S)?$/s, "must not begin or end with a blank: the broker removes it"),
  "must be a list",
);

export function isASCII(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

const markProblem = 'must have in "$integer" the digits of an integer beyond ±9007199254740991';

/** An AMQP field table's value, as JSON. The broker treats null as no value, and stores numbers by their JSON form. */
const argument: z.ZodType<unknown> = z.lazy(() =>
  z.union(
    [
      text,
      z.boolean(),
      z.number().refine(isExact, "must be a number within ±9007199254740991").overwrite(withoutSign),
      z.array(argument),
      z.record(z.string(), argument).refine((given) => !isMarked(given) || isHuge(given.$integer), markProblem),
    ],
    {
      error:
        "must be a string, a boolean, a number (integers within ±9007199254740991), a list or an object of these, not null",
    },
  ),
);

/** Why keys of a table are refused. */
export const keyProblem = 'must not contain a key that is "__proto__" or has half a character (a lone surrogate)';

/** How many levels of lists and objects a table may have: deeper ones overflow the stack of Pulumi's conversion. */
export const deepest = 100;
export const depthProblem = `must not be nested deeper than ${deepest} levels`;

/** Any such value. Keys are checked first, see below. */
export const json = z.unknown().superRefine(refuseShape).pipe(argument);

/** A table of such values. Its keys are checked first, since a record drops "__proto__" without a word. */
export const table = z
  .unknown()
  .superRefine(refuseShape)
  .pipe(z.record(z.string(), argument, "must be an object"));

function refuseShape(given: unknown, context: z.RefinementCtx): void {
  const problem = shapeProblem(given);
  if (problem !== undefined) context.addIssue(problem);
}

function shapeProblem(value: unknown, depth = 0): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > deepest) return depthProblem;
  for (const [key, inner] of Object.entries(value)) {
    const isKept = key !== "__proto__" && key.isWellFormed();
    const problem = isKept ? shapeProblem(inner, depth + 1) : keyProblem;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Further arguments of an object, without those that have a field of their own. An empty table becomes `undefined`. */
export function otherArguments(fields: Readonly<Record<string, Field>> = {}) {
  const names = new Map(Object.entries(fields).map(([name, { argument }]) => [argument, name]));
  return table
    .superRefine((given, context) => {
      for (const key of Object.keys(given)) {
        const property = names.get(key) ?? names.get(`x-${key}`);
        if (property) context.addIssue(`must not contain "${key}": use the property ${property}`);
      }
    })
    .transform((given) => (isEmpty(given) ? undefined : given))
    .optional();
}

/** A list with at least one item. */
export function nonEmpty<List extends z.ZodArray>(list: List): List {
  return list.min(1, "must not be empty");
}

export function isEmpty(given: object): boolean {
  return Object.keys(given).length === 0;
}

function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** A permission's regular expression. An empty one matches nothing, like `^$`, so it becomes `^$`. */
export const pattern = text.transform((value) => value || nothing).default(nothing);
