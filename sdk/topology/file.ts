import type { Plain } from "../../model/value";
import type { TopologyArgs } from "./args";

/**
 * The arguments of a `Topology` as TypeScript knows them from a file: `import data from "./topology.json"` makes any string
 * of a word such as `"reject-publish"`. An argument that accepts some words or numbers only is left out here: then a value
 * from a file may have it, whose word the preview checks, and a literal in the program may not, since TypeScript refuses
 * what is too much in a literal.
 */
export type TopologyFile = Pick<TopologyArgs, "vhost" | "define"> &
  Loose<Plain<Omit<TopologyArgs, "vhost" | "define">>>;

/** `object` lets TypeScript accept a value that has nothing but arguments which are left out. */
type Loose<Value> = Value extends string
  ? Value
  : Value extends number
    ? number | { $integer: string }
    : Value extends readonly (infer Item)[]
      ? Loose<Item>[]
      : Value extends object
        ? object & {
            [Key in keyof Value as HasWords<Value[Key]> extends true ? never : Key]:
              | Loose<Value[Key]>
              | (undefined extends Value[Key] ? undefined : never);
          }
        : Value;

/** Whether a type has literals without all strings or numbers beside them. */
type HasWords<Value> = true extends
  | IsLiteral<Extract<Value, string>, string>
  | IsLiteral<Extract<Value, number>, number>
  ? true
  : false;

type IsLiteral<Part, Whole> = [Part] extends [never] ? false : Whole extends Part ? false : true;
