import type { z } from "zod";
import type { Field } from "../kind";

type More<Value> = Omit<Field<Value>, "schema" | "inPlace" | "local">;

/** A field that the broker fixes when the object is declared: a change of it replaces the object. */
export function fixed<Value>(schema: z.ZodType<Value>, more: More<Value> = {}): Field<Value> {
  return { schema, ...more };
}

/** A field that the broker changes in place. */
export function inPlace<Value>(schema: z.ZodType<Value>, more: More<Value> = {}): Field<Value> {
  return { schema, inPlace: true, ...more };
}

/** A field that only this library uses. */
export function local<Value>(schema: z.ZodType<Value>): Field<Value> {
  return { schema, inPlace: true, local: true };
}

type AnyFields = Readonly<Record<string, Field>>;

/** Derives the facts of a kind from its fields, once per kind, since the lifecycle uses the facts for each object. */
export function facts<Own extends AnyFields>(fields: Own) {
  type Name = keyof Own & string;
  const entries = Object.entries(fields) as [Name, Field][];
  const those = (is: keyof Field): Name[] => entries.filter(([, field]) => field[is] === true).map(([name]) => name);
  const of = <Fact extends keyof Field>(fact: Fact) => {
    const known = entries.filter(([, field]) => field[fact] !== undefined);
    return Object.fromEntries(known.map(([name, field]) => [name, field[fact]])) as Record<string, Field[Fact]>;
  };
  return {
    schema: of("schema") as { readonly [Key in keyof Own]: Own[Key]["schema"] },
    updates: those("inPlace"),
    leaves: those("left"),
    local: those("local"),
    secrets: those("secret"),
    support: entries.flatMap(([field, { support = [] }]) => support.map((each) => ({ field, ...each }))),
    policies: of("policy"),
    same: of("same"),
  };
}
