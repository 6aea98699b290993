import type { Fields } from "../model/object";
import type { Plain } from "../model/value";
import type { Broker } from "./broker";
import { identityOf } from "./id";
import { listingOf } from "./inventory";
import type { Kind, Reading, Removal } from "./kind";
import { type Path, withoutStatistics } from "./management/path";

/** A kind with a path of its own: GET, PUT and DELETE there are find, declare and removal. */
interface PathKind<Args> extends Omit<Kind<Args>, "find" | "declare" | "removal"> {
  path(object: Plain<Args>): Path;
  /** True where PUT replaces what is there, so that a wrong "not found" would do harm. */
  readonly overwrites: boolean;
  toApi(args: Plain<Args>, found: Fields | undefined): object;
  removal?(broker: Broker, object: Plain<Args>, options: { force: boolean }): Promise<Removal>;
}

export function pathKind<Args>(kind: PathKind<Args>): Kind<Args> {
  return {
    removal: async (broker, object) => () => broker.delete(kind.path(object)),
    ...kind,
    async find(broker, object, reading) {
      const path = withoutStatistics(kind.path(object as Plain<Args>));
      const ways: Record<Reading, () => Promise<Fields | undefined>> = {
        shared: () => broker.shared(listingOf(kind, object), identityOf(kind, object), ways.proved),
        proved: () => broker.get(path),
        peek: () =>
          kind.overwrites ? broker.recent(listingOf(kind, object), identityOf(kind, object)) : broker.peek(path),
      };
      const found = await ways[reading]();
      return found && kind.fromApi(found);
    },
    async declare(broker, args, found) {
      const { created } = await broker.put(kind.path(args), kind.toApi(args, found));
      return { existed: !created };
    },
  };
}
