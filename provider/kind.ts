import type { z } from "zod";
import type { Broker } from "./broker";
import { RabbitMQError } from "./management/errors";
import type { Path } from "./management/path";
import type { Plain } from "./value";

/** One validator for each argument; `satisfies Schema<QueueArgs>` catches one that is missing, misnamed or mistyped. */
export type Schema<Args> = { [Key in keyof Args]-?: z.ZodType<Plain<Args[Key]> | undefined> };

/** Something that must not be true of several arguments together. Judged only when all of them are known. */
export interface Rule<Args> {
  readonly of: readonly (keyof Args & string)[];
  /** What is wrong, or `undefined`. The first of {@link of} is the one that is reported. */
  readonly problem: (args: Plain<Args>) => string | undefined;
}

export type Fields = Record<string, unknown>;

export type Version = readonly [major: number, minor: number];

/** What there is to know about one kind of object. The lifecycle never asks which kind it has. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds kinds of different arguments
export interface Kind<Args = any> {
  /** The resource's class, such as "Queue". */
  readonly name: string;
  /** What it is called in a sentence, such as "queue". */
  readonly noun: string;
  readonly schema: Schema<Args>;
  readonly rules?: readonly Rule<Args>[];
  /** Arguments that no schema has, with the reason why. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** The object in a sentence, such as `queue "paid" in vhost "shop"`. */
  title(object: Fields): string;
  /** What makes it this object and no other. A change declares the new one before the old one goes. */
  readonly identity: readonly (keyof Args & string)[];
  /** The tuple in the resource's id, where that is not the identity. */
  readonly idFields?: readonly string[];
  /** What the broker changes in place. Everything else replaces. */
  readonly updates: readonly (keyof Args & string)[];
  /** What is left as it is on the broker unless the program declares it. */
  readonly leaves?: readonly (keyof Args & string)[];
  /** What only this library knows: kept in the state, unknown to the broker. */
  readonly local?: readonly (keyof Args & string)[];
  /** What the broker gives back that is no argument. */
  readonly outputs?: readonly string[];
  /** The RabbitMQ that a field needs, where an older one would ignore it without a word. */
  readonly since?: { readonly [Key in keyof Args]?: Version };
  /** Values that are never shown. */
  readonly secrets?: readonly (keyof Args & string)[];
  /** Whether the value on the broker is the wanted one, where that is more than being equal. */
  readonly same?: { readonly [Key in keyof Args]?: (wanted: NonNullable<Plain<Args[Key]>>, found: Fields) => boolean };
  /** What the broker has, in the shape of the arguments; `undefined` where it is absent. */
  find(broker: Broker, object: Fields, reading: Reading): Promise<Fields | undefined>;
  /** Makes it so. Gives outputs that are no arguments, and whether the object was there before. */
  declare(broker: Broker, args: Plain<Args>, found: Fields | undefined): Promise<Declared>;
  /** Reads what the broker deletes along with it, and gives a function that puts it back. */
  attached?(broker: Broker, object: Plain<Args>): Promise<() => Promise<void>>;
  /** Takes it away; what is not there is no error. Refuses what would lose something, unless forced. */
  remove(broker: Broker, object: Plain<Args>, options: { force: boolean }): Promise<void>;
}

/**
 * How sure and how fresh a read has to be: "shared" may come from a list that others read too; "proved" asks for this
 * object, and believes "not found" only with a proof; "peek" asks once, before a declare that cannot overwrite.
 */
export type Reading = "shared" | "proved" | "peek";

/** The object is there, but not all of what belongs to it: it is kept in the state, and the next update goes on. */
export class IncompleteError extends RabbitMQError {}

export interface Declared {
  readonly outputs?: Fields;
  /** The broker said that an object of this identity was there already. */
  readonly existed?: boolean;
}

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
