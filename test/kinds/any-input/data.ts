import type { Fields } from "../../../model/object";
import { type KindName, kinds } from "../../../provider/kinds";
import { type Section, sections } from "../../../provider/topology/section";
import { fc } from "../../support/random";
import { anyArgsOf, validArgsOf } from "./args";
import { anyText } from "./values";
import { valuesIn } from "./world";

/** The data of a topology: up to two objects in each section. In some, one section has any arguments. */
export function dataIn(vhost: string): fc.Arbitrary<Fields> {
  const all = (strange?: Section, own: readonly Section[] = sections) =>
    fc.record(
      Object.fromEntries(own.map((section) => [section.name, sectionIn(vhost, section, section === strange)])),
      { requiredKeys: strange ? [strange.name] : [] },
    );
  // Of many sections, the broker refuses an object of one of them in most rounds.
  const few = fc.subarray([...sections], { minLength: 1, maxLength: 4 }).chain((own) => all(undefined, own));
  return fc.oneof(
    { weight: 3, arbitrary: few as fc.Arbitrary<Fields> },
    { weight: 1, arbitrary: all() as fc.Arbitrary<Fields> },
    { weight: 2, arbitrary: fc.constantFrom(...sections).chain((section) => all(section) as fc.Arbitrary<Fields>) },
  );
}

/** The objects in the data, with all their arguments. */
export function objectsOf(vhost: string, data: Fields): (readonly [KindName, Fields])[] {
  return sections.flatMap(({ name, kind, keys }) => {
    const address = "vhost" in kind.schema ? { vhost } : {};
    const walk = (value: unknown, names: Fields, [key, ...more]: readonly string[]): Fields[] =>
      key === undefined
        ? [{ ...names, ...(value as Fields) }]
        : Object.entries(value as Fields).flatMap(([own, inner]) => walk(inner, { ...names, [key]: own }, more));
    const part = data[name] === undefined ? [] : Array.isArray(data[name]) ? data[name] : [data[name]];
    return part.flatMap((each) => walk(each, address, keys)).map((args) => [kind.name as KindName, args] as const);
  });
}

function sectionIn(vhost: string, { kind, keys, label }: Section, isStrange: boolean): fc.Arbitrary<unknown> {
  const values = valuesIn(vhost, kind.name as KindName);
  const outside = Object.fromEntries(["vhost", ...keys].filter((key) => key in kind.schema).map((key) => [key, "x"]));
  const args = (isStrange ? anyArgsOf : validArgsOf)(kinds[kind.name as KindName], { values, outside });
  if (label) return fc.array(args, { maxLength: 2 });
  const nest = (value: fc.Arbitrary<unknown>, key: string) =>
    fc.array(fc.tuple(values[key] ?? nameIn(isStrange), value), { maxLength: 2 }).map(Object.fromEntries);
  return [...keys].reverse().reduce(nest, args as fc.Arbitrary<unknown>);
}

/** Mostly one that the broker accepts. */
function nameIn(isStrange: boolean): fc.Arbitrary<string> {
  const name = kinds.Queue.schema.name;
  return isStrange ? anyText : anyText.filter((text) => text !== "__proto__" && name.safeParse(text).success);
}
