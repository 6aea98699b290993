import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Reference } from "../../model/value";
import type { Broker } from "../broker";
import type { FieldsOf, Kind } from "../kind";
import { IncompleteError, RefusedError } from "../management/errors";
import { path } from "../management/path";
import { facts, fixed, inPlace } from "./field";
import { integer } from "./schema";
import { wire } from "./wire";

/**
 * The limits of a vhost that is not declared here; a `VHost` has the same arguments itself. One resource for both limits
 * of a vhost, at least one of them: the other one is left as it is on the broker. Both can be changed in place, and are
 * taken away with the resource. Needs the tag `administrator`.
 */
export interface VHostLimitsArgs {
  /** The vhost, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** How many client connections it takes; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many queues it may hold; -1 is no limit. */
  maxQueues?: Input<number>;
}

const noLimit = -1;

/** No limit at all is what -1 says. */
const isSet = (limit: "maxConnections" | "maxQueues", wanted: number | undefined, found: Fields) =>
  wanted === (found[limit] ?? noLimit);

const limitField = (limit: "maxConnections" | "maxQueues", api: string) =>
  inPlace(integer.min(noLimit, "must be -1 or more").optional(), {
    left: true,
    api,
    same: (wanted: number, found) => isSet(limit, wanted, found),
  });

/** @internal */
export const limitFields = {
  maxConnections: limitField("maxConnections", "max-connections"),
  maxQueues: limitField("maxQueues", "max-queues"),
};

type Limit = keyof typeof limitFields;
type Limits = { readonly [Key in Limit]?: number | undefined };
const limits = Object.keys(limitFields) as Limit[];

const { fromApi: limitsFromApi } = wire(limitFields);

const fields = { vhost: fixed(name), ...limitFields } satisfies FieldsOf<VHostLimitsArgs>;

const list = (vhost: string) => path`vhost-limits/${vhost}`;
const target = (vhost: string, limit: Limit) => path`vhost-limits/${vhost}/${String(limitFields[limit].api)}`;

/** @internal */
export const vhostLimits: Kind<VHostLimitsArgs> = {
  name: "VHostLimits",
  noun: "vhost limit",
  ...facts(fields),
  rules: [
    {
      of: limits,
      problem: (args) =>
        limits.every((limit) => args[limit] === undefined)
          ? "at least one of maxConnections and maxQueues must be given"
          : undefined,
    },
  ],
  identity: ["vhost"],
  part: { section: "limits", keys: [], holds: "settings" },
  last: (args, earlier = {}) => limits.filter((limit) => isLower(args[limit], earlier[limit])),
  title: ({ vhost }) => `limits of vhost "${vhost}"`,
  list: ({ vhost }) => list(String(vhost)),
  fromApi,

  /** They are there where one of those that are asked for is: what else limits the vhost is somebody else's. */
  async find(broker, object, reading) {
    const vhost = String(object["vhost"]);
    const found = await readLimits(broker, vhost);
    const declared = limits.filter((limit) => object[limit] !== undefined);
    const asked = declared.length > 0 ? declared : limits;
    // Nothing on the broker tells a vhost without a limit from one that was declared so.
    const isDeclaredAbsent = (limit: keyof Limits) => reading !== "peek" && object[limit] === noLimit;
    const isThere = asked.some((limit) => found?.[limit] !== undefined || isDeclaredAbsent(limit));
    return found && isThere ? { vhost, ...found } : undefined;
  },

  async declare(broker, args, found) {
    await setLimits(broker, args.vhost, args, found);
    // Where no limit is wanted nothing was sent that the broker could have refused.
    if (!found && !(await readLimits(broker, args.vhost))) throw new RefusedError("the vhost does not exist");
    return {};
  },

  removal: async (broker, args) => async () => {
    const found = (await readLimits(broker, args.vhost)) ?? {};
    const own = limits.filter((limit) => args[limit] !== undefined && found[limit] !== undefined);
    for (const limit of own) await broker.delete(target(args.vhost, limit));
  },
};

/**
 * What limits a vhost; `undefined` where there is no such vhost.
 * @internal
 */
export async function readLimits(broker: Broker, vhost: string): Promise<Limits | undefined> {
  const items = await broker.get<Fields[]>(list(vhost));
  return items && limitsFromApi((items[0]?.["value"] ?? {}) as Fields);
}

/**
 * One after the other: the broker loses one of two that it gets at once (facts, section 8).
 * @internal
 */
export async function setLimits(broker: Broker, vhost: string, wanted: Limits, found: Fields = {}): Promise<void> {
  const changed = limits.filter((limit) => wanted[limit] !== undefined && !isSet(limit, wanted[limit], found));
  for (const limit of changed) {
    const value = wanted[limit];
    const set = value === noLimit ? broker.delete(target(vhost, limit)) : broker.put(target(vhost, limit), { value });
    await set.catch((cause: Error) => {
      if (limit === changed[0]) throw cause;
      throw new IncompleteError(`${limit} could not be set: ${cause.message}`, [], { cause });
    });
  }
}

/** A queue that is to go may still take the place of one that comes. */
function isLower(wanted: number | undefined, before: unknown): boolean {
  if (wanted === undefined || wanted === noLimit) return false;
  return typeof before !== "number" || before === noLimit || wanted < before;
}

function fromApi({ vhost, value }: Fields): Fields {
  return { vhost, ...limitsFromApi(value as Fields) };
}
