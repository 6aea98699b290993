import type { Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Broker } from "./broker";
import { identityOf } from "./id";
import { listingOf } from "./inventory";
import type { Field, FieldFacts, FieldsOf, Kind, Reading, Removal, RemovalOptions } from "./kind";
import { facts } from "./kinds/field";
import { wire } from "./kinds/wire";
import { type Path, withoutStatistics } from "./management/path";

type Made =
  | "find"
  | "declare"
  | "removal"
  | "fromApi"
  | Exclude<keyof FieldFacts<unknown>, "rules" | "refuses" | "outputs">;

/** A kind whose objects have a URL path: GET, PUT and DELETE on it do `find`, `declare` and `removal`. */
interface PathKind<Args> extends Omit<Kind<Args>, Made> {
  readonly fields: FieldsOf<Args>;
  path(object: Plain<Args>): Path;
  /** Whether a PUT overwrites an existing object, so that a wrong "not found" would do harm. */
  readonly overwrites: boolean;
  /** The body of a PUT, if it is more than the fields under the broker's names. */
  toApi?(args: Plain<Args>, found: Fields | undefined): object;
  removal?(broker: Broker, object: Plain<Args>, options: RemovalOptions): Promise<Removal>;
}

export function pathKind<Args>({ fields, path: pathOf, overwrites, toApi, ...more }: PathKind<Args>): Kind<Args> {
  const own = fields as Readonly<Record<string, Field>>;
  const { toApi: inApi, fromApi } = wire(own, more.identity);
  const listed = { ...more, fromApi };
  return {
    ...(facts(own) as unknown as FieldFacts<Args>),
    removal: async (broker, object) => () => broker.delete(pathOf(object)),
    ...listed,
    async find(broker, object, reading) {
      const path = withoutStatistics(pathOf(object as Plain<Args>));
      const ways: Record<Reading, () => Promise<Fields | undefined>> = {
        shared: () => broker.shared(listingOf(listed, object), identityOf(listed, object), ways.proved),
        proved: () => broker.get(path),
        peek: () =>
          overwrites ? broker.recent(listingOf(listed, object), identityOf(listed, object)) : broker.peek(path),
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
