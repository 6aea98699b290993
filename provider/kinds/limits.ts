import type { Fields } from "../../model/object";
import type { Broker } from "../broker";
import type { Field, Kind } from "../kind";
import { IncompleteError, RefusedError } from "../management/errors";
import { path } from "../management/path";
import type { Place } from "../management/shared-list";
import { type Item, list as listTarget, type Target } from "../management/target";
import { inPlace } from "./field";
import { integer } from "./schema";

/** What has limits, and which. */
interface Limited<Limit extends string> {
  readonly owner: "vhost" | "user";
  /** The broker's names of the limits. */
  readonly names: Readonly<Record<Limit, string>>;
  /** The place of something that exists exactly as long as the owner. */
  within(owner: string, own: Target<Item[]>): Place<Item[]>;
}

type Values<Limit extends string> = { readonly [Key in Limit]?: number | undefined };

/** Limits of a vhost or a user, which the broker has apart from their owner: one path for each, one list for all of an owner. */
export interface Limits<Limit extends string> {
  readonly owner: Limited<Limit>["owner"];
  readonly all: readonly Limit[];
  readonly fields: { readonly [Key in Limit]: Field<number | undefined> };
  list(owner: string): Target<Item[]>;
  /** From an object with the broker's names. */
  fromApi(values: Fields): Values<Limit>;
  /** The limits that are set; `undefined` if the owner does not exist. */
  read(broker: Broker, owner: string): Promise<Values<Limit> | undefined>;
  /** Sets the wanted limits as far as those that were found differ; another one keeps its value. */
  set(broker: Broker, owner: string, wanted: Values<Limit>, found?: Fields): Promise<void>;
  unset(broker: Broker, owner: string, limit: Limit): Promise<void>;
}

/** @internal */
export const noLimit = -1;

/** @internal */
export function limitsOf<Limit extends string>({ owner, names, within }: Limited<Limit>): Limits<Limit> {
  const all = Object.keys(names) as Limit[];
  const of = <Value>(value: (limit: Limit) => Value) =>
    Object.fromEntries(all.map((limit) => [limit, value(limit)])) as { [Key in Limit]: Value };
  const list = (name: string) => listTarget(path`${owner}-limits/${name}`, { [owner]: name }, ["value"]);
  const target = (name: string, limit: Limit) => path`${owner}-limits/${name}/${names[limit]}`;
  const place = (name: string) => within(name, list(name));
  // -1 means no limit, so it equals an absent limit.
  const isSet = (limit: Limit, wanted: unknown, found: Fields) => wanted === (found[limit] ?? noLimit);
  const fromApi = (values: Fields) => of((limit) => values[names[limit]] as number | undefined);
  const unset = (broker: Broker, name: string, limit: Limit) => broker.delete(target(name, limit), place(name));

  return {
    owner,
    all,
    fields: of((limit) =>
      inPlace(integer.min(noLimit, "must be -1 or more").optional(), {
        left: true,
        same: (wanted: number, found) => isSet(limit, wanted, found),
      }),
    ),
    list,
    fromApi,
    unset,

    async read(broker, name) {
      const items = await broker.get(place(name));
      return items && fromApi((items[0]?.["value"] ?? {}) as Fields);
    },

    /** One after the other: the broker loses one of two limits of a vhost that arrive at the same time (facts, section 8). */
    async set(broker, name, wanted, found = {}) {
      const changed = all.filter((limit) => wanted[limit] !== undefined && !isSet(limit, wanted[limit], found));
      for (const limit of changed) {
        const value = wanted[limit];
        const set = value === noLimit ? unset(broker, name, limit) : broker.put(target(name, limit), { value });
        await set.catch((cause: Error) => {
          if (limit === changed[0]) throw cause;
          throw new IncompleteError(`${limit} could not be set: ${cause.message}`, [], { cause });
        });
      }
    },
  };
}

type Made = "rules" | "identity" | "title" | "list" | "fromApi" | "find" | "declare" | "removal";

/** A kind for the limits of an owner that the program does not declare. Other limits of the owner do not belong to it. */
export function limitsKind<Args>(limits: Limits<string>, more: Omit<Kind<Args>, Made>): Kind<Args> {
  const { owner, all } = limits;
  const nameIn = (object: object) => String((object as Fields)[owner]);

  return {
    ...more,
    rules: [
      {
        of: all as (keyof Args & string)[],
        problem: (args) =>
          all.every((limit) => (args as Fields)[limit] === undefined)
            ? `at least one of ${all.join(" and ")} must be given`
            : undefined,
      },
    ],
    identity: [owner as keyof Args & string],
    listedBy: [owner as keyof Args & string],
    title: (object) => `limits of ${owner} "${nameIn(object)}"`,
    list: (object) => limits.list(nameIn(object)),
    fromApi: (item) => ({ [owner]: item[owner], ...limits.fromApi(item["value"] as Fields) }),

    /** The object exists if one of the declared limits is set. */
    async find(broker, object, reading) {
      const found = await limits.read(broker, nameIn(object));
      const declared = all.filter((limit) => object[limit] !== undefined);
      const relevant = declared.length > 0 ? declared : all;
      // On the broker, a limit that was declared as -1 looks like one that was never declared.
      const isDeclaredAbsent = (limit: string) => reading !== "peek" && object[limit] === noLimit;
      const exists = relevant.some((limit) => found?.[limit] !== undefined || isDeclaredAbsent(limit));
      return found && exists ? { [owner]: nameIn(object), ...found } : undefined;
    },

    async declare(broker, args, found) {
      const name = nameIn(args as object);
      await limits.set(broker, name, args as Fields as Values<string>, found);
      // If no limit was sent, the broker could not report that the owner does not exist.
      if (!found && !(await limits.read(broker, name))) throw new RefusedError(`the ${owner} does not exist`);
      return {};
    },

    removal: async (broker, object) => async () => {
      const args = object as Fields;
      const found = (await limits.read(broker, nameIn(args))) ?? {};
      const own = all.filter((limit) => args[limit] !== undefined && found[limit] !== undefined);
      for (const limit of own) await limits.unset(broker, nameIn(args), limit);
    },
  };
}
