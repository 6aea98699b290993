import type { Fields } from "../../../model/object";
import { omit } from "../../../provider/fields";
import { depthOf, type Section, sections } from "../../../provider/topology/section";
import type { Code } from "./code";
import { argsOf, eachOf, type Place } from "./declarations";
import { derivedFields } from "./derived";
import { familiesOf, family, groupsOf } from "./families";
import { call, Expression, list, literal, propertyName, quoted, table } from "./literal";
import { listOfNames } from "./names";
import type { WrittenObject } from "./object";

/** Whether a topology can contain the object. */
export function isPart({ kind, args }: WrittenObject): boolean {
  return kind.part !== undefined && args["vhost"] !== undefined;
}

/** A `Topology` with all these objects, as data. */
export function topology(name: string, objects: readonly WrittenObject[], place: Place, options: Code): Code[][] {
  const vhost = objects[0]?.args["vhost"];
  const parts = sections
    .map((section) => ({ section, own: objects.filter(({ kind }) => kind === section.kind) }))
    .filter(({ own }) => own.length > 0);
  const inSections = parts.map(({ section, own }): [string, unknown] => [
    section.name,
    new Expression(section.label ? section.name : dataOf(section, own, place)),
  ]);
  const data = table([["vhost", place.scope.hasVHost(vhost) ? new Expression("vhost") : vhost], ...inSections], true);
  return [
    ...parts.filter(({ section }) => section.label).map(({ section, own }) => [typedList(section, own, place)]),
    [[call("new rabbitmq.Topology", quoted(name), data, options), ";"]],
  ];
}

/** A variable, since TypeScript checks thousands of items in half of the time where their type stands beside them. */
function typedList(section: Section, objects: readonly WrittenObject[], place: Place): Code {
  const items = objects.map((object) => literal(partOf(section, object, place)));
  return [`const ${section.name}: rabbitmq.Topology${section.kind.name}[] = `, list(items, true), ";"];
}

function dataOf(section: Section, objects: readonly WrittenObject[], place: Place): Code {
  const values = objects.map((object) => ({ object, value: partOf(section, object, place) }));
  if (depthOf(section) === 0) return literal(values[0]?.value);
  return nested(
    section.keys.map(String),
    values.map(({ object, value }) => {
      const keys = section.keys.map((key) => String(object.args[key]));
      return { keys, value, type: keys.some(isInherited) ? ` satisfies rabbitmq.Topology${section.kind.name}` : "" };
    }),
  );
}

interface Entry {
  readonly keys: readonly string[];
  readonly value: Fields;
  readonly type: string;
}

/** For a key such as "toString", TypeScript expects what each object has by this name, and takes texts for any text. */
function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** Maps within maps, one for each key. */
function nested(names: readonly string[], entries: readonly Entry[]): Code {
  if (names.length <= 1) return map(entries);
  const items = groupsOf(entries, ({ keys }) => String(keys[0])).map((group): Code => {
    const inner = group.map(({ keys, ...entry }) => ({ ...entry, keys: keys.slice(1) }));
    return [`${propertyName(String(group[0]?.keys[0]))}: `, nested(names.slice(1), inner)];
  });
  return { open: "{", close: "}", items, isBroken: true };
}

/** Equal values are made by a loop over their names. */
function map(entries: readonly Entry[]): Code {
  const sameAs = ({ keys, value }: Entry) => (hasExpression(value) ? `${keys[0]}` : `= ${JSON.stringify(value)}`);
  const alikeTo = (entry: Entry) => {
    const derived = derivedFields(entry.value, nameOf(entry));
    const rest = omit(entry.value, Object.keys(derived));
    return hasExpression(entry.value) ? nameOf(entry) : `= ${JSON.stringify([derived, rest])}`;
  };
  const items = familiesOf(entries, sameAs, alikeTo).flatMap(({ items: group, isDerived }): Code[] => {
    const [first] = group;
    if (first && group.length >= family) {
      const value = isDerived ? { ...first.value, ...derivedFields(first.value, nameOf(first)) } : first.value;
      return [eachOf(listOfNames(group.map(nameOf)), literal(value), isDerived ? "(name)" : "()")];
    }
    return group.map(({ keys, value, type }) => [`${propertyName(keys[0] ?? "")}: `, literal(value), type]);
  });
  return { open: "{", close: "}", items, isBroken: true };
}

function nameOf({ keys }: Entry): string {
  return keys[0] ?? "";
}

/** The object's arguments in its section: names instead of references, since the topology contains what they name. */
function partOf(section: Section, object: WrittenObject, place: Place): Fields {
  const written = argsOf(object, place);
  const own = Object.entries(object.args).filter(
    ([field]) => field !== "vhost" && !section.keys.includes(field as never),
  );
  const isSecret = (field: string) => object.kind.secrets.includes(field);
  return Object.fromEntries(own.map(([field, value]) => [field, isSecret(field) ? written[field] : value]));
}

function hasExpression(value: Fields): boolean {
  return Object.values(value).some((each) => each instanceof Expression);
}
