import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import { omit } from "../fields";
import type { Kind } from "../kind";
import { queue } from "../kinds/queue";
import { isAddressable, path } from "../management/path";
import { list, one } from "../management/target";
import { validate } from "../validate";
import { asHolding } from "./holding";

const kind: Kind = queue;

/** Arguments that another type does without: RabbitMQ 3.12 and later ignores them, or they say only how messages are stored. */
const dispensable = ["mode", "version"];
const otherDispensable = ["x-queue-master-locator"];

/** A queue that a migration would change. */
export interface Candidate {
  readonly vhost: string;
  readonly name: string;
  /** The queue as it is; `undefined` if an interrupted migration has deleted it. */
  readonly former: Fields | undefined;
  readonly wanted: Fields;
  /** As far as the broker's statistics know it. */
  readonly messages: number | undefined;
  readonly consumers: number | undefined;
  /** What stands in the way. */
  readonly obstacles: readonly string[];
  /** What to know before. */
  readonly remarks: readonly string[];
}

export interface Scope {
  readonly vhost?: string | undefined;
  /** Which names. */
  readonly pattern: RegExp;
  /** The type that the queues get; none to bring back what interrupted migrations have taken out. */
  readonly to?: "classic" | "quorum" | undefined;
}

/** Lists the queues that a migration would change, with what stands in its way. */
export async function survey(broker: Broker, { vhost, pattern, to }: Scope): Promise<Candidate[]> {
  const target = vhost === undefined ? path`queues` : path`queues/${vhost}`;
  const same = vhost === undefined ? {} : { vhost };
  const items = (await broker.getAll(list(target, same, ["vhost", "name", "type", "arguments"]))) ?? [];
  const holdings = items.map(asHolding).filter((holding) => holding !== undefined);
  const interrupted = new Map(holdings.map(({ former }) => [keyOf(former), former]));
  const known = new Set(items.map(keyOf));
  const deleted = [...interrupted.values()].filter((former) => !known.has(keyOf(former)));
  const isConcerned = (item: Fields) => interrupted.has(keyOf(item)) || (to !== undefined && item["type"] !== to);
  const held = new Set(holdings.map(keyOf));
  const existing = items.filter((item) => !held.has(keyOf(item)) && isConcerned(item));
  const all = [
    ...existing.map((item) => ({ args: kind.fromApi(item), item })),
    ...deleted.map((args) => ({ args, item: undefined })),
  ].filter(({ args }) => pattern.test(String(args["name"])));
  return Promise.all(
    all.map(async ({ args, item }) => {
      const { wanted, left } = to === undefined ? { wanted: args, left: [] } : withType(args, to);
      const isUnfinished = interrupted.has(keyOf(args));
      return {
        vhost: String(args["vhost"]),
        name: String(args["name"]),
        former: item && args,
        wanted,
        messages: item?.["messages"] as number | undefined,
        consumers: item?.["consumers"] as number | undefined,
        obstacles: [
          ...(item ? await obstaclesOf(broker, item, wanted) : []),
          ...validate(kind, wanted).failures.map(({ property, reason }) => `${property}: ${reason}`),
        ],
        remarks: [
          ...left.map((name) => `${name} is left out`),
          ...(args["durable"] === false && wanted["durable"] === true ? ["becomes durable"] : []),
          ...(item ? remarksOf(item) : []),
          ...(isUnfinished ? ["an interrupted migration goes on"] : []),
        ],
      };
    }),
  );
}

async function obstaclesOf(broker: Broker, item: Fields, { type }: Fields): Promise<string[]> {
  const is: [boolean, string][] = [
    [item["exclusive"] === true, "it is exclusive: its application declares it"],
    [item["type"] === "stream", "a stream keeps its messages after they are consumed"],
    [
      type === "quorum" && (await usesGlobalQos(broker, item)),
      "a consumer uses global QoS, which quorum queues refuse",
    ],
  ];
  return is.flatMap(([isSo, obstacle]) => (isSo ? [obstacle] : []));
}

function remarksOf({ consumers, message_stats: stats }: Fields): string[] {
  const { rate = 0 } = ((stats as Fields | undefined)?.["publish_details"] ?? {}) as { rate?: number };
  return [
    ...(consumers ? ["has consumers: stop them, or cancel them with --force"] : []),
    ...(rate > 0 ? [`${rate} messages/s come in: those sent by its name are lost while it does not exist`] : []),
  ];
}

function keyOf({ vhost, name }: Fields | Address): string {
  return JSON.stringify([vhost, name]);
}

/** The arguments with another type, and the names of those that it does without. */
function withType(args: Fields, to: string): { wanted: Fields; left: readonly string[] } {
  const others = (args["arguments"] ?? {}) as Fields;
  const left = to === args["type"] ? [] : dispensable.filter((name) => args[name] !== undefined);
  const leftOthers = otherDispensable.filter((name) => name in others);
  const rest = omit(others, leftOthers);
  const durable = to === "classic" ? args["durable"] : true;
  const wanted = { ...omit(args, [...left, "arguments"]), type: to, durable };
  return {
    wanted: Object.keys(rest).length > 0 ? { ...wanted, arguments: rest } : wanted,
    left: [...left, ...leftOthers],
  };
}

async function usesGlobalQos(broker: Broker, { vhost, name, consumers }: Fields): Promise<boolean> {
  if (!consumers || !isAddressable(String(name))) return false;
  const details = await broker.peek(one(path`queues/${String(vhost)}/${String(name)}`, { vhost, name }));
  const channels = ((details?.["consumer_details"] ?? []) as Fields[]).map(
    ({ channel_details }) => channel_details as Fields,
  );
  const found = await Promise.all(
    channels.map(({ name }) => broker.peek(one(path`channels/${String(name)}`, { name }))),
  );
  return found.some((channel) => Number(channel?.["global_prefetch_count"] ?? 0) > 0);
}
