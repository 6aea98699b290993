import type { Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Broker } from "./broker";
import { placeOf, readAt } from "./inventory";
import type { Field, FieldFacts, FieldsOf, Kind, Removal, RemovalOptions } from "./kind";
import { facts } from "./kinds/field";
import { wire } from "./kinds/wire";
import { type Path, withoutStatistics } from "./management/path";
import type { Place } from "./management/shared-list";
import { list, one } from "./management/target";

type Made =
  | "find"
  | "list"
  | "overwrites"
  | "declare"
  | "removal"
  | "fromApi"
  | Exclude<keyof FieldFacts<unknown>, "rules" | "refuses" | "outputs" | "formerOutputs" | "remembers" | "inFormOf">;

/** A kind whose objects have a URL path: GET, PUT and DELETE on it do `find`, `declare` and `removal`. */
interface PathKind<Args> extends Omit<Kind<Args>, Made> {
  readonly fields: FieldsOf<Args>;
  path(object: Plain<Args>): Path;
  /** The path of the broker's list of all objects of the kind, of those in the same vhost if the kind is in a vhost. */
  list(object: Fields): Path;
  /** Fields of the broker that an answer always has, beside those that follow from the arguments. */
  readonly has?: readonly string[];
  /** The broker's name for the table with the fields that are arguments. @default "arguments" */
  readonly table?: string;
  /** Whether the broker has objects of this kind of its own in every vhost. */
  readonly isNeverEmpty?: boolean;
  /** Whether a PUT overwrites an existing object, so that a wrong "not found" would do harm. */
  readonly overwrites: boolean;
  /** The body of a PUT, if it is more than the fields under the broker's names. */
  toApi?(args: Plain<Args>, found: Fields | undefined): object;
  /** See {@link Kind.removal}. */
  removal?(broker: Broker, object: Plain<Args>, options: RemovalOptions, place: Place): Promise<Removal>;
}

export function pathKind<Args>({
  fields,
  path: pathOf,
  list: listPathOf,
  table,
  has = [],
  isNeverEmpty = false,
  overwrites,
  toApi,
  removal,
  ...more
}: PathKind<Args>): Kind<Args> {
  const own = fields as Readonly<Record<string, Field>>;
  const { toApi: inApi, fromApi, named, always } = wire(own, more.identity, table);
  const fieldsOfAnswer = [...always, ...has];
  const container = more.identity.filter((field) => field === "vhost");
  const locate = (object: Fields) => placeOf(listed, object, targetOf(object));
  const targetOf = (object: Fields) =>
    one(withoutStatistics(pathOf(object as Plain<Args>)), named(object, more.identity), fieldsOfAnswer);
  const listed = {
    ...more,
    fromApi,
    list: (object: Fields) => list(listPathOf(object), named(object, container), fieldsOfAnswer, { isNeverEmpty }),
  };
  return {
    ...(facts(own) as unknown as FieldFacts<Args>),
    ...listed,
    overwrites,
    async find(broker, object, reading) {
      const place = locate(object);
      const found = await readAt(broker, place, reading, overwrites);
      return found && fromApi(found);
    },
    async removal(broker, object, options) {
      const place = locate(object as Fields);
      return removal ? removal(broker, object, options, place) : () => broker.delete(pathOf(object), place);
    },
    async declare(broker, args, found) {
      const body = toApi ? toApi(args, found) : inApi(args as Fields);
      const { created } = await broker.put(pathOf(args), body);
      return { existed: !created };
    },
  };
}
