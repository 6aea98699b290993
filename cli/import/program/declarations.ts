import { isDeepStrictEqual } from "node:util";
import type { Fields } from "../../../model/object";
import { omit } from "../../../provider/fields";
import { type Code, layOut } from "./code";
import { derivedFields, templateOf } from "./derived";
import { familiesOf, family, groupsOf } from "./families";
import {
  block,
  call,
  Expression,
  fromTemplate,
  list,
  literal,
  member,
  placeholder,
  propertyName,
  quoted,
  table,
  templated,
} from "./literal";
import { listOfNames } from "./names";
import { defaultName, type WrittenObject } from "./object";
import type { Scope } from "./scope";
import { secretsOf } from "./secrets";

/** Where the objects of a file are declared. */
export interface Place {
  readonly scope: Scope;
  readonly hasManyVHosts: boolean;
}

/** A variable with a resource for each object, by name: like objects are made by a loop over their names. */
export function record(variable: string, objects: readonly WrittenObject[], place: Place): Code {
  const keyOf = (object: WrittenObject) => JSON.stringify([restOf(object), isNamedByDefault(object, place)]);
  const derivedKeyOf = (object: WrittenObject) => {
    const derived = derivedIn(object, place);
    return JSON.stringify([derived, omit(restOf(object), Object.keys(derived)), isNamedByDefault(object, place)]);
  };
  const entries = familiesOf(objects, keyOf, derivedKeyOf).flatMap(({ items, isDerived }): Code[] => {
    const [first] = items;
    if (!first) return [];
    if (items.length < family || !isNamedByDefault(first, place)) return items.map((each) => entryOf(each, place));
    return [loopOver(items, first, place, isDerived ? derivedIn(first, place) : {})];
  });
  return [`const ${variable} = `, { open: "{", close: "}", items: entries, isBroken: true }, ";"];
}

function entryOf(object: WrittenObject, place: Place): Code {
  return [`${propertyName(String(object.args["name"]))}: `, resource(object, argsOf(object, place))];
}

function loopOver(group: readonly WrittenObject[], first: WrittenObject, place: Place, derived: Fields): Code {
  const template = nameTemplate(first, place, { name: placeholder("name") });
  const args = { ...argsOf(first, place), ...derived, ...secretsOf(first, template), name: new Expression("name") };
  const made = resource(first, args, fromTemplate(template));
  const names = listOfNames(group.map(({ args }) => String(args["name"])));
  return eachOf(names, made);
}

/** Statements that declare objects which nothing refers to: a loop over a table for those with the same arguments. */
export function statements(objects: readonly WrittenObject[], place: Place): Code[] {
  const shape = (object: WrittenObject) =>
    JSON.stringify(
      Object.entries(object.args).map(([field, value]) => [
        field,
        place.scope.recordFor(object, field),
        hasList(value),
      ]),
    );
  const like = groupsOf(objects, shape).flatMap((group) => withFamilies(group, place));
  return like.flatMap((group) => {
    const columns = columnsOf(group, place);
    const isTable = group.length >= family && columns !== undefined && columns.length > 0;
    if (!isTable) return group.map((each): Code => [resource(each, argsOf(each, place)), ";"]);
    return [tableLoop(group, columns, place)];
  });
}

/** Of objects with the same arguments, those apart whose texts follow from their names in the same way. */
function withFamilies(group: readonly WrittenObject[], place: Place): readonly (readonly WrittenObject[])[] {
  const derivedKeyOf = (object: WrittenObject) => JSON.stringify(derivedIn(object, place));
  const isApart = (each: readonly WrittenObject[]) =>
    each.length >= family && derivedKeyOf(each[0] as WrittenObject) !== "{}";
  const apart = groupsOf(group, derivedKeyOf).filter(isApart);
  const inApart = new Set(apart.flat());
  const others = group.filter((object) => !inApart.has(object));
  return [...apart, ...(others.length > 0 ? [others] : [])];
}

/** The arguments in which the objects differ; `undefined` if a table cannot have one of them. */
function columnsOf(group: readonly WrittenObject[], place: Place): string[] | undefined {
  const [first] = group;
  if (!first) return undefined;
  const fields = Object.keys(first.args).filter((field) => !isVHostOf(place, first, field));
  const columns = fields.filter(
    (field) => !group.every(({ args }) => isDeepStrictEqual(args[field], first.args[field])),
  );
  const fits = (value: unknown) => typeof value !== "object" || value === null || !hasList(value);
  return group.every(({ args }) => columns.every((field) => fits(args[field]))) ? columns : undefined;
}

function tableLoop(group: readonly WrittenObject[], different: readonly string[], place: Place): Code {
  const [first] = group as [WrittenObject];
  const derived = derivedColumns(group, different, place);
  const columns = different.filter((field) => derived[field] === undefined);
  const isTemplated = group.every((each) => isNamedByDefault(each, place));
  const variables = [...(isTemplated ? [] : ["resourceName"]), ...columns.map(variableOf)];
  const rows = group.map((each) => {
    const own = secretsOf(each);
    const cells = columns.map((field) => literal(own[field] ?? each.args[field]));
    return list([...(isTemplated ? [] : [quoted(each.logicalName)]), ...cells]);
  });
  const shared = argsOf(first, place);
  const args = Object.fromEntries(
    Object.entries(shared).map(([field, value]) => {
      const template = derived[field];
      if (template !== undefined) return [field, new Expression(fromTemplate(template))];
      if (!columns.includes(field)) return [field, value];
      const from = place.scope.recordFor(first, field);
      return [field, new Expression(from ? `${from}[${field}]` : variableOf(field))];
    }),
  );
  const own = Object.fromEntries(columns.map((field) => [field, placeholder(variableOf(field))]));
  const name = isTemplated ? fromTemplate(nameTemplate(first, place, { ...own, ...derived })) : "resourceName";
  const isOne = variables.length === 1;
  const head = isOne ? `for (const ${variables[0]} of ` : `for (const [${variables.join(", ")}] of `;
  const items = isOne ? rows.map((row) => (row as { items: readonly Code[] }).items[0] ?? "") : rows;
  return [head, list(items, !isOne), " as const) ", block([resource(first, args, name), ";"])];
}

/** The columns whose texts follow from an earlier column, as templates with its variable. */
function derivedColumns(
  group: readonly WrittenObject[],
  columns: readonly string[],
  place: Place,
): Record<string, string> {
  const textsOf = (field: string) => group.map(({ args }) => args[field]);
  const derived: Record<string, string> = {};
  for (const [index, field] of columns.entries()) {
    if (!group.every((object) => isPlain(object, field, place))) continue;
    const sources = columns
      .slice(0, index)
      .filter((each) => derived[each] === undefined && textsOf(each).every(isText));
    for (const source of sources) {
      const template = templateOf(variableOf(source), textsOf(source).map(String), textsOf(field));
      if (template !== undefined) derived[field] ??= template;
    }
  }
  return derived;
}

/** Whether the program has an argument as a text, and not as a secret or a reference. */
function isPlain(object: WrittenObject, field: string, { scope }: Place): boolean {
  return !object.kind.secrets.includes(field) && scope.recordFor(object, field) === undefined;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** The name of an argument as that of a variable. */
function variableOf(field: string): string {
  return field === "arguments" ? "table" : field;
}

/** `new rabbitmq.Queue("paid", { ... }, adopted)`. */
export function resource({ kind, logicalName }: WrittenObject, args: Fields, name: string = quoted(logicalName)): Code {
  return call(`new rabbitmq.${kind.name}`, name, table(Object.entries(args)), "adopted");
}

/** The arguments, with references and secrets in place of texts. */
export function argsOf(object: WrittenObject, place: Place): Fields {
  const { args } = object;
  const secrets = secretsOf(object);
  const entries = Object.entries(args).flatMap(([field, value]): [string, unknown][] => {
    if (isVHostOf(place, object, field)) return [[field, new Expression("vhost")]];
    const from = place.scope.recordFor(object, field);
    if (from) return [[field, new Expression(member(from, String(value)))]];
    return [[field, secrets[field] ?? value]];
  });
  return withoutImplied(Object.fromEntries(entries), object, place);
}

/** A binding has its vhost and its destination's type from references. */
function withoutImplied(args: Fields, object: WrittenObject, { scope }: Place): Fields {
  if (object.kind.name !== "Binding") return args;
  const isReference = (field: string) => scope.recordFor(object, field) !== undefined;
  const implied = [
    ...(isReference("source") || isReference("destination") ? ["vhost"] : []),
    ...(isReference("destination") ? ["destinationType"] : []),
  ];
  return Object.fromEntries(Object.entries(args).filter(([field]) => !implied.includes(field)));
}

function isVHostOf({ scope }: Place, { args }: WrittenObject, field: string): boolean {
  return field === "vhost" && scope.hasVHost(args["vhost"]);
}

function isNamedByDefault({ kind, args, logicalName }: WrittenObject, { hasManyVHosts }: Place): boolean {
  return logicalName === defaultName(kind, args, hasManyVHosts);
}

/** The default name of a resource as the inside of a template literal, with templates in place of some arguments. */
function nameTemplate(
  { kind, args }: WrittenObject,
  { hasManyVHosts }: Place,
  templates: Readonly<Record<string, string>>,
): string {
  return defaultName(kind, args, hasManyVHosts, (field) => {
    return templates[field] ?? templated(String(args[field]));
  });
}

/** The arguments that follow from the object's name, such as the routing key `orders.dead` of the queue `orders`. */
function derivedIn(object: WrittenObject, place: Place): Fields {
  const { args } = object;
  const main = ["name", "destination", "user"].find((field) => isText(args[field]));
  if (main === undefined) return {};
  const others = Object.entries(omit(args, [main, "vhost"])).filter(([field]) => isPlain(object, field, place));
  return derivedFields(Object.fromEntries(others), String(args[main]));
}

/** What a loop over names repeats: secrets differ, but their keys follow from the names. */
function restOf({ kind, args: { name: _, ...rest } }: WrittenObject): Fields {
  return Object.fromEntries(
    Object.entries(rest).map(([field, value]) => [field, kind.secrets.includes(field) ? typeof value : value]),
  );
}

/** A loop that makes a value for each name; the list of names has its own lines if it is long. */
export function eachOf(names: Code, made: Code, parameters = "(name)"): Code {
  const body: Code = [`${parameters} => `, block(["return ", made, ";"])];
  const hugged: Code = ["...each(", names, ", ", body, ")"];
  return firstLineFits(names) ? hugged : ["...each(", { open: "", close: ")", items: [names, body], isBroken: true }];
}

/** Whether the names fit on the line of the call. */
function firstLineFits(names: Code): boolean {
  return !layOut(names, "  ", "...each(, (name) => {").includes("\n");
}

function hasList(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasList);
}
