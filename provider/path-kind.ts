import type { Broker } from "./broker";
import type { Fields, Kind } from "./kind";
import type { Path } from "./management/path";
import type { Plain } from "./value";

/** A kind with a path of its own: GET, PUT and DELETE there are find, declare and remove. */
interface PathKind<Args> extends Omit<Kind<Args>, "find" | "declare" | "remove"> {
  path(object: Plain<Args>): Path;
  /** The list that has this object too, and how to tell it in there. */
  list(object: Plain<Args>): { path: Path; is: (item: Fields) => boolean };
  /** True where PUT replaces what is there, so that a wrong "not found" would do harm. */
  readonly overwrites: boolean;
  toApi(args: Plain<Args>, found: Fields | undefined): object;
  fromApi(api: Fields): Fields;
  remove?(broker: Broker, object: Plain<Args>, options: { force: boolean }): Promise<void>;
}

export function pathKind<Args>(kind: PathKind<Args>): Kind<Args> {
  return {
    remove: (broker, object) => broker.delete(kind.path(object)),
    ...kind,
    async find(broker, fields, reading) {
      const object = fields as Plain<Args>;
      const single = withoutStatistics(kind.path(object));
      const unsure = reading === "peek" && !kind.overwrites;
      const { path, is } = kind.list(object);
      const found =
        reading === "shared"
          ? await broker.shared(withoutStatistics(path), is, () => broker.get<Fields>(single))
          : await (unsure ? broker.peek<Fields>(single) : broker.get<Fields>(single));
      return found && kind.fromApi(found);
    },
    async declare(broker, args, found) {
      const { created } = await broker.put(kind.path(args), kind.toApi(args, found));
      return { existed: !created };
    },
  };
}

/** Topology is the same with and without statistics, which are slow to make and may be switched off. */
function withoutStatistics(target: Path): Path {
  return `${target}?disable_stats=true` as Path;
}
