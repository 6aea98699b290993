import type { z } from "zod";
import type { Fields } from "../../../model/object";
import type { Kind } from "../../../provider/kind";
import { validate } from "../../../provider/validate";
import { fc } from "../../support/random";
import { anything, plausible } from "./values";

type Values = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Keys that no kind has, or that mean something else to Pulumi, to JavaScript or to this library. */
const strangeKeys = [
  ...["durabel", "x-max-length", "", "a\ud800", "__proto__", "__get", "__resource", "__secrets", "exclusive"],
  ...["constructor", "toString", "hasOwnProperty", "kind", "getProvider", "id", "urn"],
];

interface Options {
  /** Values of some fields, in place of any that their schemas accept. */
  readonly values: Values;
  /** Fields that are given elsewhere. */
  readonly outside?: Fields;
}

/** Arguments of a kind that its check accepts, made from its schema. */
export function validArgsOf(kind: Kind, { values, outside = {} }: Options): fc.Arbitrary<Fields> {
  return acceptedArgsOf(kind, values, outside).filter(
    (args) => validate(kind, { ...outside, ...args }).failures.length === 0,
  );
}

/** The same; in some of them one argument is anything, or does not exist. */
export function anyArgsOf(kind: Kind, { values, outside = {} }: Options): fc.Arbitrary<Fields> {
  const accepted = acceptedArgsOf(kind, values, outside);
  const keys = [...Object.keys(kind.schema).filter((field) => !(field in outside)), ...strangeKeys];
  const strange = fc.tuple(accepted, fc.constantFrom(...keys), anything);
  return fc.oneof(
    { weight: 5, arbitrary: validArgsOf(kind, { values, outside }) },
    { weight: 1, arbitrary: accepted },
    { weight: 4, arbitrary: strange.map(([args, key, value]) => ({ ...args, ...Object.fromEntries([[key, value]]) })) },
  );
}

/** Arguments each of which its own schema accepts. */
function acceptedArgsOf(kind: Kind, values: Values, outside: Fields): fc.Arbitrary<Fields> {
  const fields = Object.entries(kind.schema).filter(([field]) => !(field in outside));
  const all: Values = Object.fromEntries(
    fields.map(([field, schema]) => [field, values[field] ?? acceptedBy(schema)] as const),
  );
  const isOptional = (field: string) => kind.schema[field]?.safeParse(undefined).success === true;
  const optional = Object.keys(all).filter(isOptional);
  const required = Object.keys(all).filter((field) => !isOptional(field));
  return fc.subarray(optional, { maxLength: Math.min(5, optional.length) }).chain((more) => {
    const given = Object.entries(all).filter(([field]) => required.includes(field) || more.includes(field));
    return fc.record(Object.fromEntries(given)) as fc.Arbitrary<Fields>;
  });
}

function acceptedBy(schema: z.ZodType): fc.Arbitrary<unknown> {
  const words = wordsOf(schema);
  if (words) return fc.constantFrom(...words);
  return plausible.filter((value) => value !== undefined && schema.safeParse(value).success);
}

/** The words of an enumeration, also of one with a default. */
function wordsOf(schema: z.ZodType): readonly unknown[] | undefined {
  const { options, def } = schema as z.ZodType & { options?: readonly unknown[]; def: { innerType?: z.ZodType } };
  if (schema.def.type === "enum") return options;
  return def.innerType && wordsOf(def.innerType);
}
