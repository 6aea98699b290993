import type { Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Broker } from "./broker";
import { identityOf } from "./id";
import { listingOf } from "./inventory";
import type { Field, FieldFacts, FieldsOf, Kind, Reading, Removal, RemovalOptions } from "./kind";
import { facts } from "./kinds/field";
import { wire } from "./kinds/wire";
import { type Path, withoutStatistics } from "./management/path";
import { list, one } from "./management/target";

type Made =
  | "find"
  | "list"
  | "declare"
  | "removal"
  | "fromApi"
  | Exclude<keyof FieldFacts<unknown>, "rules" | "refuses" | "outputs">;

/** A kind whose objects have a URL path: GET, PUT and DELETE on it do `find`, `declare` and `removal`. */
interface PathKind<Args> extends Omit<Kind<Args>, Made> {
  readonly fields: FieldsOf<Args>;
  path(object: Plain<Args>): Path;
  /** The path of the broker's list of all objects of the kind, of those in the same vhost if the kind is in a vhost. */
  list(object: Fields): Path;
  /** Fields of the broker that an answer always has, beside those that follow from the arguments. */
  readonly has?: readonly string[];
  /** Whether the broker has objects of this kind of its own in every vhost. */
  readonly isNeverEmpty?: boolean;
  /** Whether a PUT overwrites an existing object, so that a wrong "not found" would do harm. */
  readonly overwrites: boolean;
  /** The body of a PUT, if it is more than the fields under the broker's names. */
  toApi?(args: Plain<Args>, found: Fields | undefined): object;
  removal?(broker: Broker, object: Plain<Args>, options: RemovalOptions): Promise<Removal>;
}

export function pathKind<Args>({
  fields,
  path: pathOf,
  list: listPathOf,
  has = [],
  isNeverEmpty = false,
  overwrites,
  toApi,
  ...more
}: PathKind<Args>): Kind<Args> {
  const own = fields as Readonly<Record<string, Field>>;
  const { toApi: inApi, fromApi, named, always } = wire(own, more.identity);
  const fieldsOfAnswer = [...always, ...has];
  const container = more.identity.filter((field) => field === "vhost");
  const targetOf = (object: Fields) =>
    one(withoutStatistics(pathOf(object as Plain<Args>)), named(object, more.identity), fieldsOfAnswer);
  const listed = {
    ...more,
    fromApi,
    list: (object: Fields) => list(listPathOf(object), named(object, container), fieldsOfAnswer, { isNeverEmpty }),
  };
  return {
    ...(facts(own) as unknown as FieldFacts<Args>),
    removal: async (broker, object) => () => broker.delete(pathOf(object), targetOf(object as Fields)),
    ...listed,
    async find(broker, object, reading) {
      const target = targetOf(object);
      const ways: Record<Reading, () => Promise<Fields | undefined>> = {
        shared: () => broker.shared(listingOf(listed, object), identityOf(listed, object), ways.proved),
        proved: () => broker.get(target),
        peek: () =>
          overwrites ? broker.recent(listingOf(listed, object), identityOf(listed, object)) : broker.peek(target),
      };
      const found = await ways[reading]();
      return found && fromApi(found);
    },
    async declare(broker, args, found) {
      const body = toApi ? toApi(args, found) : inApi(args as Fields);
      const { created } = await broker.put(pathOf(args), body);
      return { existed: !created };
    },
  };
}
