import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Reference } from "../../model/value";
import type { Broker } from "../broker";
import type { FieldsOf, Kind } from "../kind";
import { IncompleteError, RefusedError } from "../management/errors";
import { path } from "../management/path";
import { inVHost } from "../management/shared-list";
import { list as listTarget } from "../management/target";
import { facts, fixed, inPlace } from "./field";
import { integer } from "./schema";
import { wire } from "./wire";

/**
 * The limits of a vhost that the program does not declare; a `VHost` has the same arguments itself. One resource for
 * both limits of a vhost, at least one of them: the other one keeps its value on the broker. Both can be changed in
 * place. The deletion of the resource deletes the declared limits. Needs the tag `administrator`.
 */
export interface VHostLimitsArgs {
  /** The vhost, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** How many client connections it accepts; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many queues it may hold; -1 is no limit. */
  maxQueues?: Input<number>;
}

const noLimit = -1;

/** -1 means no limit, so it equals an absent limit. */
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
/** @internal */
export const limits = Object.keys(limitFields) as Limit[];

const { fromApi: limitsFromApi } = wire(limitFields);

const fields = { vhost: fixed(name), ...limitFields } satisfies FieldsOf<VHostLimitsArgs>;

const list = (vhost: string) => listTarget(path`vhost-limits/${vhost}`, { vhost }, ["value"]);
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

  /** The object exists if one of the declared limits is set. Other limits of the vhost do not belong to it. */
  async find(broker, object, reading) {
    const vhost = String(object["vhost"]);
    const found = await readLimits(broker, vhost);
    const declared = limits.filter((limit) => object[limit] !== undefined);
    const relevant = declared.length > 0 ? declared : limits;
    // On the broker, a limit that was declared as -1 looks like one that was never declared.
    const isDeclaredAbsent = (limit: keyof Limits) => reading !== "peek" && object[limit] === noLimit;
    const exists = relevant.some((limit) => found?.[limit] !== undefined || isDeclaredAbsent(limit));
    return found && exists ? { vhost, ...found } : undefined;
  },

  async declare(broker, args, found) {
    await setLimits(broker, args.vhost, args, found);
    // If no limit was sent, the broker could not report that the vhost does not exist.
    if (!found && !(await readLimits(broker, args.vhost))) throw new RefusedError("the vhost does not exist");
    return {};
  },

  removal: async (broker, args) => async () => {
    const found = (await readLimits(broker, args.vhost)) ?? {};
    const own = limits.filter((limit) => args[limit] !== undefined && found[limit] !== undefined);
    for (const limit of own) await unset(broker, args.vhost, limit);
  },
};

/**
 * The limits of a vhost; `undefined` if the vhost does not exist.
 * @internal
 */
export async function readLimits(broker: Broker, vhost: string): Promise<Limits | undefined> {
  const items = await broker.getAll(list(vhost));
  return items && limitsFromApi((items[0]?.["value"] ?? {}) as Fields);
}

/**
 * Sets the limits one after the other: the broker loses one of two that arrive at the same time (facts, section 8).
 * @internal
 */
export async function setLimits(broker: Broker, vhost: string, wanted: Limits, found: Fields = {}): Promise<void> {
  const changed = limits.filter((limit) => wanted[limit] !== undefined && !isSet(limit, wanted[limit], found));
  for (const limit of changed) {
    const value = wanted[limit];
    const set = value === noLimit ? unset(broker, vhost, limit) : broker.put(target(vhost, limit), { value });
    await set.catch((cause: Error) => {
      if (limit === changed[0]) throw cause;
      throw new IncompleteError(`${limit} could not be set: ${cause.message}`, [], { cause });
    });
  }
}

function unset(broker: Broker, vhost: string, limit: Limit): Promise<void> {
  return broker.delete(target(vhost, limit), inVHost(vhost, list(vhost)));
}

/** A topology sends a lower limit last, since queues that it deletes still count against the limit before that. */
function isLower(wanted: number | undefined, before: unknown): boolean {
  if (wanted === undefined || wanted === noLimit) return false;
  return typeof before !== "number" || before === noLimit || wanted < before;
}

function fromApi({ vhost, value }: Fields): Fields {
  return { vhost, ...limitsFromApi(value as Fields) };
}
