import { createHash } from "node:crypto";
import type { Fields } from "../../../model/object";
import type { KindName } from "../../../provider/kinds";
import { api } from "../../support/admin";
import type { TestBroker } from "../../support/environment";

/** What the management API itself shows of one kind, and what it must show of an object with these arguments. */
interface Oracle {
  path(args: Fields): string;
  /** Takes the object from the answer. */
  pick?(answer: unknown, args: Fields): Fields | undefined;
  /** What the object must have, under the broker's names. `undefined` is whatever the broker likes. */
  wanted(args: Fields, found: Fields): Fields;
}

const part = (value: unknown) => encodeURIComponent(String(value));
const words = (value: unknown) => (Array.isArray(value) ? value : String(value).split(",").filter(Boolean));
const sorted = (value: unknown) => words(value).toSorted();
const items = (answer: unknown) => answer as Fields[];
/** RabbitMQ shows no limit for -1. */
const limit = (value: unknown) => (value === -1 ? null : value);

const policy = (collection: string): Oracle => ({
  path: ({ vhost, name }) => `${collection}/${part(vhost)}/${part(name)}`,
  wanted: ({ vhost: _, name, pattern, applyTo = "all", priority = 0, definition, ...typed }) => ({
    name,
    pattern,
    "apply-to": applyTo,
    priority,
    definition: {
      ...(definition as Fields | undefined),
      ...withoutUndefined(
        Object.fromEntries(Object.entries(typed).map(([key, value]) => [policyKeys[key] ?? dashed(key), value])),
      ),
    },
  }),
});

/** A parameter's value, with its keys as the broker spells them. */
const tableOf = ({ arguments: more, ...typed }: Fields): Fields =>
  withoutUndefined({
    ...(more as Fields),
    ...Object.fromEntries(Object.entries(typed).map(([key, value]) => [dashed(key), value])),
  });

const parameter = (component: string, value: (args: Fields) => unknown): Oracle => ({
  path: ({ vhost, name }) => `parameters/${component}/${part(vhost)}/${part(name)}`,
  wanted: ({ vhost, name, ...args }) => ({ vhost, component, name, value: value(args) }),
});

/** RabbitMQ shows an empty object as a list. */
const shown = (value: unknown) => (isSame(value, {}) ? [] : value);

const queueArguments: Readonly<Record<string, string>> = {
  leaderLocator: "queue-leader-locator",
  mode: "queue-mode",
  version: "queue-version",
  maxSegmentSizeBytes: "stream-max-segment-size-bytes",
  filterSizeBytes: "stream-filter-size-bytes",
};
const policyKeys: Readonly<Record<string, string>> = { ...queueArguments, quorumTargetGroupSize: "target-group-size" };
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const permission = (value: unknown) => value || "^$";

const oracles: Readonly<Record<KindName, Oracle>> = {
  ClusterName: { path: () => "cluster-name", wanted: ({ name }) => ({ name }) },
  FeatureFlag: {
    path: () => "feature-flags",
    pick: (answer, { name }) => items(answer).find((item) => item["name"] === name),
    wanted: ({ name }) => ({ name, state: "enabled" }),
  },
  VHost: {
    path: ({ name }) => `vhosts/${part(name)}`,
    wanted: ({ name, description = "", tags = [], defaultQueueType, tracing, deletionProtection, ...limits }) => ({
      name,
      description,
      tags,
      default_queue_type: defaultQueueType,
      tracing,
      protected_from_deletion: deletionProtection,
      maxConnections: limit(limits["maxConnections"]),
      maxQueues: limit(limits["maxQueues"]),
    }),
  },
  User: {
    path: ({ name }) => `users/${part(name)}`,
    wanted: ({ name, password, passwordHash, hashingAlgorithm, tags = [], ...limits }, found) => ({
      name,
      sortedTags: sorted(tags),
      password_hash: password === undefined ? passwordHash : saltedLike(found["password_hash"], password),
      hashing_algorithm: hashingAlgorithm,
      maxConnections: limit(limits["maxConnections"]),
      maxChannels: limit(limits["maxChannels"]),
    }),
  },
  UserLimits: {
    path: ({ user }) => `user-limits/${part(user)}`,
    pick: (answer) => items(answer)[0]?.["value"] as Fields | undefined,
    wanted: ({ maxConnections, maxChannels }) => ({
      "max-connections": limit(maxConnections),
      "max-channels": limit(maxChannels),
    }),
  },
  VHostLimits: {
    path: ({ vhost }) => `vhost-limits/${part(vhost)}`,
    pick: (answer) => items(answer)[0]?.["value"] as Fields | undefined,
    wanted: ({ maxConnections, maxQueues }) => ({
      "max-connections": limit(maxConnections),
      "max-queues": limit(maxQueues),
    }),
  },
  FederationUpstream: parameter("federation-upstream", tableOf),
  FederationUpstreamSet: parameter("federation-upstream-set", ({ upstreams }) => (upstreams as Fields[]).map(tableOf)),
  Shovel: parameter("shovel", (args) => tableOf({ srcProtocol: "amqp091", destProtocol: "amqp091", ...args })),
  Parameter: {
    path: ({ vhost, component, name }) => `parameters/${part(component)}/${part(vhost)}/${part(name)}`,
    wanted: ({ value, ...address }) => ({ ...address, value: shown(value) }),
  },
  GlobalParameter: {
    path: ({ name }) => `global-parameters/${part(name)}`,
    wanted: ({ name, value }) => ({ name, value: shown(value) }),
  },
  Policy: policy("policies"),
  OperatorPolicy: policy("operator-policies"),
  Exchange: {
    path: ({ vhost, name }) => `exchanges/${part(vhost)}/${part(name)}`,
    wanted: ({ vhost, name, type, durable = true, autoDelete = false, internal = false, ...more }) => ({
      vhost,
      name,
      type,
      durable,
      auto_delete: autoDelete,
      internal,
      arguments: withoutUndefined({
        ...(more["arguments"] as Fields),
        "alternate-exchange": more["alternateExchange"],
      }),
    }),
  },
  Queue: {
    path: ({ vhost, name }) => `queues/${part(vhost)}/${part(name)}`,
    wanted: (
      { vhost, name, type, durable = true, autoDelete = false, forceDestroy: _, onReplace: __, ...more },
      found,
    ) => {
      const { arguments: table, ...typed } = more;
      const entries = Object.entries(typed).map(([key, value]) => [`x-${queueArguments[key] ?? dashed(key)}`, value]);
      const injected = (found["arguments"] as Fields | undefined)?.["x-queue-type"];
      return {
        vhost,
        name,
        type,
        durable,
        auto_delete: autoDelete,
        arguments: withoutUndefined({
          ...(table as Fields),
          ...Object.fromEntries(entries),
          "x-queue-type": type ?? injected,
        }),
      };
    },
  },
  // Its streams and bindings are in super-stream.test.ts.
  SuperStream: {
    path: ({ vhost, name }) => `exchanges/${part(vhost)}/${part(name)}`,
    wanted: ({ vhost, name }) => ({
      vhost,
      name,
      ...{ type: "direct", durable: true, auto_delete: false, internal: false },
      arguments: { "x-super-stream": true },
    }),
  },
  Binding: {
    path: ({ vhost, source, destination, destinationType = "queue" }) =>
      `bindings/${part(vhost)}/e/${part(source)}/${String(destinationType)[0]}/${part(destination)}`,
    pick: (answer, { routingKey = "", arguments: table = {} }) =>
      items(answer).find((item) => item["routing_key"] === routingKey && isSame(table, item["arguments"])),
    wanted: ({ routingKey = "", arguments: table = {} }) => ({ routing_key: routingKey, arguments: table }),
  },
  Permissions: {
    path: ({ vhost, user }) => `permissions/${part(vhost)}/${part(user)}`,
    wanted: ({ configure, write, read }) => ({
      configure: permission(configure),
      write: permission(write),
      read: permission(read),
    }),
  },
  TopicPermissions: {
    path: ({ vhost, user }) => `topic-permissions/${part(vhost)}/${part(user)}`,
    pick: (answer, { exchange }) => items(answer).find((item) => item["exchange"] === exchange),
    wanted: ({ exchange, write, read }) => ({ exchange, write: permission(write), read: permission(read) }),
  },
};

/** The object's path in the management API. */
export function pathOf(kind: KindName, args: Fields): string {
  return oracles[kind].path(args);
}

/** The object as the broker has it; `undefined` if it has none. */
export async function onBroker(broker: TestBroker, kind: KindName, args: Fields): Promise<Fields | undefined> {
  const { path, pick } = oracles[kind];
  const { status, body } = await api(broker, "GET", path(args));
  if (status !== 200) return undefined;
  const found = pick ? pick(body, args) : (body as Fields);
  if (!found) return undefined;
  // A tag is an Erlang atom, and the API shows the atom `null` as null.
  if (Array.isArray(found["tags"])) found["tags"] = found["tags"].map(String);
  if (kind === "User") {
    const limits = found["limits"] as Fields;
    return {
      ...found,
      sortedTags: sorted(found["tags"]),
      maxConnections: limits["max-connections"],
      maxChannels: limits["max-channels"],
    };
  }
  if (kind !== "VHost") return found;
  const limits = await onBroker(broker, "VHostLimits", { vhost: args["name"] });
  return { ...found, maxConnections: limits?.["max-connections"], maxQueues: limits?.["max-queues"] };
}

/** The fields in which the broker's object is not what was declared, with both values. */
export function differences(kind: KindName, args: Fields, found: Fields = {}): Fields {
  const wanted = Object.entries(oracles[kind].wanted(args, found)).filter(([, value]) => value !== undefined);
  const differing = wanted.filter(([field, value]) => !isSame(value, found[field] ?? null));
  return Object.fromEntries(differing.map(([field, value]) => [field, { declared: value, found: found[field] }]));
}

/** Whether JSON's value is what the program gave. An absent value equals `undefined`. */
function isSame(given: unknown, found: unknown): boolean {
  if (typeof given !== "object" || given === null) return given === found;
  if (typeof found !== "object" || found === null || Array.isArray(given) !== Array.isArray(found)) return false;
  const prototype = Object.getPrototypeOf(given);
  const isData = Array.isArray(given) || prototype === null || Object.getPrototypeOf(prototype) === null;
  const own = Object.entries(given).filter(([, value]) => value !== undefined);
  return (
    isData &&
    own.length === Object.keys(found).length &&
    own.every(([key, value]) => Object.hasOwn(found, key) && isSame(value, (found as Fields)[key]))
  );
}

function saltedLike(stored: unknown, password: unknown): string {
  const salt = Buffer.from(String(stored), "base64").subarray(0, 4);
  const hash = createHash("sha256").update(salt).update(String(password), "utf8").digest();
  return Buffer.concat([salt, hash]).toString("base64");
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
