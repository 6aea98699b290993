import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import type { Broker } from "../broker";
import type { Fields, Kind, Schema } from "../kind";
import { IncompleteError } from "../management/errors";
import { path } from "../management/path";
import type { Plain } from "../value";
import { flag, integer, name, text } from "./field";
import { queueTypes } from "./queue-arguments";
import { removalOfVHost } from "./vhost-guard";
import { reportRights } from "./vhost-report";

/**
 * A virtual host. What is not declared here is left as it is on the broker. Everything but the name is changed in place.
 * It is not deleted as long as it holds anything, unless `forceDestroy`. RabbitMQ gives the user that makes a vhost
 * all permissions in it. Needs the tag `administrator`.
 */
export interface VHostArgs {
  /** Its name; the default vhost is `/` (replaces). */
  name: Input<string>;
  /** What it is for. */
  description?: Input<string>;
  /** Tags, for people. */
  tags?: Input<Input<string>[]>;
  /** The type of queues that are declared without one. Needs RabbitMQ 4.0. @default the node's, "classic" unless configured otherwise */
  defaultQueueType?: Input<"classic" | "quorum" | "stream">;
  /** Whether the firehose tracer is on: a copy of every message goes to `amq.rabbitmq.trace`. */
  tracing?: Input<boolean>;
  /** How many client connections it takes; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many queues it may hold; -1 is no limit. */
  maxQueues?: Input<number>;
  /** Whether `pulumi destroy` may delete it with everything in it, messages too, in one request. @default that of the provider: false */
  forceDestroy?: Input<boolean>;
}

const schema = {
  name,
  description: text.optional(),
  tags: z.array(text.regex(/^[^,]+$/, "must not be empty nor hold a comma"), "must be a list").optional(),
  defaultQueueType: z.enum(queueTypes, `must be one of ${queueTypes.join(", ")}`).optional(),
  tracing: flag.optional(),
  maxConnections: integer.min(-1, "must be -1 or more").optional(),
  maxQueues: integer.min(-1, "must be -1 or more").optional(),
  forceDestroy: flag.optional(),
} satisfies Schema<VHostArgs>;

type VHost = Plain<VHostArgs>;

const limits = { maxConnections: "max-connections", maxQueues: "max-queues" } as const;
const limitNames = Object.keys(limits) as (keyof typeof limits)[];

/** @internal */
export const vhost: Kind<VHostArgs> = {
  name: "VHost",
  noun: "vhost",
  schema,
  identity: ["name"],
  updates: ["description", "tags", "defaultQueueType", "tracing", "maxConnections", "maxQueues", "forceDestroy"],
  leaves: ["description", "tags", "defaultQueueType", "tracing", "maxConnections", "maxQueues"],
  local: ["forceDestroy"],
  since: { defaultQueueType: [4, 0] },
  title: ({ name }) => `vhost "${name}"`,
  same: {
    maxConnections: (wanted, found) => wanted === (found["maxConnections"] ?? -1),
    maxQueues: (wanted, found) => wanted === (found["maxQueues"] ?? -1),
  },

  list: () => path`vhosts`,
  /** Without limits, which have a list of their own. */
  fromApi: (item) => fromApi(item, {}),

  async find(broker, { name }) {
    const vhost = String(name);
    const found = await broker.get<Fields>(path`vhosts/${vhost}`);
    if (!found) return undefined;
    const [limit] = (await broker.get<{ value: Fields }[]>(path`vhost-limits/${vhost}`)) ?? [];
    return fromApi(found, limit?.value ?? {});
  },

  async declare(broker, args, found) {
    const { created } = await broker.put(path`vhosts/${args.name}`, toApi(args, found));
    await setLimits(broker, args, found).catch((cause: Error) => {
      throw new IncompleteError(`was declared, but its limits could not be set: ${cause.message}`, {}, { cause });
    });
    if (created) await reportRights(broker, args.name);
    return { existed: !created };
  },

  removal: removalOfVHost,
};

/** PUT blanks the description and the tags that it does not name, and on 4.3 the default queue type. */
function toApi(args: VHost, found: Fields | undefined): object {
  const { description = "", tags = [], defaultQueueType, tracing } = { ...found, ...args } as VHost;
  return {
    description,
    tags: tags.join(","),
    ...(defaultQueueType && { default_queue_type: defaultQueueType }),
    ...(args.tracing !== undefined && { tracing }),
  };
}

/** One after the other: the broker loses one of two that it gets at once (facts, section 8). */
async function setLimits(broker: Broker, args: VHost, found: Fields = {}): Promise<void> {
  for (const limit of limitNames) {
    const wanted = args[limit];
    if (wanted === undefined || wanted === (found[limit] ?? -1)) continue;
    const target = path`vhost-limits/${args.name}/${limits[limit]}`;
    if (wanted === -1) await broker.delete(target);
    else await broker.put(target, { value: wanted });
  }
}

function fromApi(api: Fields, limit: Fields): Fields {
  const type = api["default_queue_type"];
  return {
    name: api["name"],
    description: api["description"] ?? "",
    tags: api["tags"] ?? [],
    defaultQueueType: type === "undefined" ? undefined : type,
    tracing: api["tracing"],
    maxConnections: limit[limits.maxConnections],
    maxQueues: limit[limits.maxQueues],
  };
}
