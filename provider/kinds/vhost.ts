import type { Input } from "@pulumi/pulumi";
import { name, text } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Plain } from "../../model/value";
import type { Broker } from "../broker";
import type { FieldsOf, Kind, Remark } from "../kind";
import { IncompleteError } from "../management/errors";
import { path } from "../management/path";
import { allVHosts } from "../management/target";
import { facts, fixed, inPlace, local } from "./field";
import { typeProblem } from "./queue-arguments";
import { flag, isASCII, tags } from "./schema";
import { placeOfVHost, protection, removalOfVHost } from "./vhost-guard";
import { limits } from "./vhost-limits";
import { rightsIn } from "./vhost-report";
import { wire } from "./wire";

/**
 * A virtual host. Arguments that are not declared keep their values on the broker. All arguments except the name are
 * changed in place. The deletion of a vhost that contains anything is refused, unless `forceDestroy` is set. RabbitMQ
 * gives the user that creates a vhost all permissions in it. Needs the tag `administrator`.
 */
export interface VHostArgs {
  /** Its name; the default vhost is `/` (replaces). */
  name: Input<string>;
  /** A description of its purpose. */
  description?: Input<string>;
  /** Tags, as information for users. */
  tags?: Input<Input<string>[]>;
  /** The type of queues that are declared without a type: RabbitMQ's own, or one of a plugin. Needs RabbitMQ 4.0. @default the node's, "classic" unless configured otherwise */
  defaultQueueType?: Input<"classic" | "quorum" | "stream" | (string & {})>;
  /** Whether the firehose tracer is on: a copy of every message goes to `amq.rabbitmq.trace`. Each node of a cluster has its own switch, and only the one that answers is read and set. */
  tracing?: Input<boolean>;
  /**
   * Whether the broker refuses to delete it; not even `forceDestroy` does. To delete it, first set this to false and run
   * `pulumi up`. Only false lifts the protection: without the argument, it stays as it is. Needs RabbitMQ 4.1.
   */
  deletionProtection?: Input<boolean>;
  /** How many client connections it accepts; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many queues it may hold; -1 is no limit. */
  maxQueues?: Input<number>;
  /** Whether `pulumi destroy` may delete it with everything in it, messages too, in one request. @default that of the provider: false */
  forceDestroy?: Input<boolean>;
}

/** The broker takes "undefined" as none, and then shows the node's. */
const queueType = text.regex(/^(?!undefined$)[\w-]+$/, "must be the name of a queue type");

/** The fields of the vhost itself. Its limits are in a separate list of the API. */
const own = {
  name: fixed(name),
  description: inPlace(text.optional(), { left: true, read: (value) => value ?? "" }),
  tags: inPlace(tags.optional(), {
    left: true,
    support: [
      {
        since: [4, 0],
        lacking: "ignores",
        of: "with characters beyond ASCII",
        includes: (given: string[]) => !given.every(isASCII),
        instead: "RabbitMQ 3 garbles them",
      },
    ],
    // The broker shows the tag "null" as null.
    read: (value) => ((value ?? []) as unknown[]).map(String),
  }),
  defaultQueueType: inPlace(queueType.optional(), {
    left: true,
    support: [{ since: [4, 0], lacking: "ignores" }],
    api: "default_queue_type",
    read: (value) => (value === "undefined" ? undefined : value),
  }),
  tracing: inPlace(flag.optional(), { left: true }),
  deletionProtection: inPlace(flag.optional(), {
    left: true,
    api: "protected_from_deletion",
    support: [{ since: [4, 1], lacking: "refuses" }],
  }),
};

const fields = { ...own, ...limits.fields, forceDestroy: local(flag.optional()) } satisfies FieldsOf<VHostArgs>;

const { fromApi } = wire(own);

type VHost = Plain<VHostArgs>;

/** @internal */
export const vhost: Kind<VHostArgs> = {
  name: "VHost",
  noun: "vhost",
  ...facts(fields),
  identity: ["name"],
  rules: [
    { of: ["defaultQueueType"], severity: "new", problem: ({ defaultQueueType }) => typeProblem(defaultQueueType) },
  ],
  title: ({ name }) => `vhost "${name}"`,

  includes: ({ name, ...args }) =>
    limits.all.some((limit) => args[limit] !== undefined) ? [{ kind: "VHostLimits", args: { vhost: name } }] : [],

  list: () => allVHosts(),
  fromApi,

  async find(broker, { name }) {
    const vhost = String(name);
    const found = await broker.get(placeOfVHost(vhost));
    return found && { ...fromApi(found), ...(await limits.read(broker, vhost)) };
  },

  async declare(broker, args, found) {
    const { created } = await broker.put(path`vhosts/${args.name}`, toApi(args, found));
    await protect(broker, args, found).catch(incomplete("its deletion protection"));
    await limits.set(broker, args.name, args, found).catch(incomplete("its limits"));
    return { existed: !created, remarks: created ? await rightsIn(broker, args.name).catch(unreadable) : [] };
  },

  locked: ({ deletionProtection }) => (deletionProtection ? protection : undefined),

  removal: removalOfVHost,
};

/** A PUT ignores the protection, and so do definitions. */
async function protect(broker: Broker, { name, deletionProtection }: VHost, found: Fields = {}): Promise<void> {
  if (deletionProtection === undefined || deletionProtection === found["deletionProtection"]) return;
  const target = path`vhosts/${name}/deletion/protection`;
  await (deletionProtection ? broker.post(target, {}) : broker.delete(target));
}

function incomplete(what: string) {
  return (cause: Error) => {
    throw new IncompleteError(`was declared, but ${what} could not be set: ${cause.message}`, [], { cause });
  };
}

/** The vhost exists by now: a report that could not be read is no reason to fail. */
function unreadable({ message }: Error): Remark[] {
  return [{ line: `which rights RabbitMQ gave in the new vhost could not be read: ${message}`, severity: "warn" }];
}

/** A PUT clears the description and the tags that it does not name, and on 4.3 also the default queue type. */
function toApi(args: VHost, found: Fields | undefined): object {
  const { description = "", tags = [], defaultQueueType, tracing } = { ...found, ...args } as VHost;
  return {
    description,
    tags: tags.join(","),
    ...(defaultQueueType && { default_queue_type: defaultQueueType }),
    ...(args.tracing !== undefined && { tracing }),
  };
}
