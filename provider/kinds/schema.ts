import { z } from "zod";
import { text } from "../../model/name";
import { nothing } from "../../model/pattern";
import type { Field } from "../kind";

export const flag = z.boolean("must be true or false");
/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, `must be one of ${words.join(", ")}`);
/** Integers beyond 2^53 lose digits in JavaScript. */
export const integer = z.int("must be an integer within ±9007199254740991");
export const natural = integer.min(0, "must not be negative");
export const positive = integer.min(1, "must be 1 or more");
/** Tags of a user or a vhost. The broker separates them with commas. */
export const tags = z.array(
  text
    .regex(/^[^,]+$/, "must not be empty or contain a comma")
    .regex(/^\S(.*\S)?$/s, "must not begin or end with a blank: the broker removes it"),
  "must be a list",
);

/** An AMQP field table's value, as JSON. The broker treats null as no value, and stores numbers by their JSON form. */
const argument: z.ZodType<unknown> = z.lazy(() =>
  z.union(
    [
      z.string(),
      z.boolean(),
      z.number().refine(isExact, "must be a number within ±9007199254740991"),
      z.array(argument),
      z.record(z.string(), argument),
    ],
    {
      error:
        "must be a string, a boolean, a number (integers within ±9007199254740991), a list or an object of these, not null",
    },
  ),
);

/** Why keys of a table are refused. */
export const keyProblem = 'must not contain a key that is "__proto__" or has half a character (a lone surrogate)';

/** A table of such values. Its keys are checked first, since a record drops "__proto__" without a word. */
export const table = z
  .unknown()
  .refine((given) => everyKey(given, (key) => key !== "__proto__" && Buffer.from(key).toString() === key), keyProblem)
  .pipe(z.record(z.string(), argument, "must be an object"));

function everyKey(value: unknown, isGood: (key: string) => boolean): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isGood(key) && everyKey(inner, isGood));
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

export function isEmpty(given: object): boolean {
  return Object.keys(given).length === 0;
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** A permission's regular expression. An empty one matches nothing, like `^$`, so it becomes `^$`. */
export const pattern = text.transform((value) => value || nothing).default(nothing);
