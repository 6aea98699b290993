import type { Fields } from "../../model/object";
import { omit, withoutUndefined } from "../fields";
import { type KindName, kindNamed } from "../kinds";
import { allPartsOf } from "../kinds/super-stream-parts";
import { RefusedError } from "../management/errors";
import { validate } from "../validate";
import { tableIn } from "./attempt";
import { fromItem, parameterFromItem, queueFromItem, withoutEmpty } from "./from-item";
import type { Manifest } from "./manifest";
import { passwordOf, type Surroundings, urisOf, userNameOf, userOf } from "./operator-secrets";
import type { FoundObject } from "./source";

/** By the kind of the manifest: the objects that the operator declares for it. */
type Convert = (manifest: Manifest, around: Surroundings) => FoundObject[];

export const converters: Readonly<Record<string, Convert>> = {
  Vhost({ spec }) {
    const { name, tags, defaultQueueType, tracing, limits } = spec;
    const { connections, queues } = (limits ?? {}) as Fields;
    const own = withoutEmpty({ tags, defaultQueueType, tracing });
    return [
      { kind: "VHost", args: withoutUndefined({ name, ...own, maxConnections: connections, maxQueues: queues }) },
    ];
  },
  User(manifest, { secrets }) {
    const { tags, limits } = manifest.spec;
    const { connections, channels } = (limits ?? {}) as Fields;
    const own = { name: userNameOf(manifest, secrets), ...passwordOf(manifest, secrets), tags: tags ?? [] };
    return [{ kind: "User", args: withoutUndefined({ ...own, maxConnections: connections, maxChannels: channels }) }];
  },
  Permission: (manifest, around) => {
    const patterns = patternsOf(manifest, ["configure", "write", "read"]);
    return [fromItem("Permissions", { ...patterns, user: userOf(manifest, around), vhost: manifest.spec["vhost"] })];
  },
  TopicPermission: (manifest, around) => {
    const { exchange } = tableIn(manifest.spec, "permissions");
    const item = {
      ...patternsOf(manifest, ["write", "read"]),
      exchange: exchange ?? "",
      vhost: manifest.spec["vhost"],
    };
    return [fromItem("TopicPermissions", { ...item, user: userOf(manifest, around) })];
  },
  Exchange: ({ spec }) => {
    const { name, vhost = "/", type = "direct", durable, autoDelete, arguments: table = {} } = spec;
    const flags = { durable: durable === true, auto_delete: autoDelete === true, internal: false };
    return [fromItem("Exchange", { name, vhost, type, ...flags, arguments: table })];
  },
  Queue: ({ spec }) => {
    const { name, vhost = "/", type, durable, autoDelete } = spec;
    const flags = { durable: durable === true, auto_delete: autoDelete === true };
    const table = { ...tableIn(spec, "arguments"), ...withoutEmpty({ "x-queue-type": type }) };
    return [queueFromItem({ name, vhost, ...flags, arguments: table })];
  },
  Binding: ({ spec }) => {
    const { vhost = "/", source = "", destination, destinationType, routingKey = "", arguments: table = {} } = spec;
    const ends = { vhost, source, destination, destination_type: destinationType };
    return [fromItem("Binding", { ...ends, routing_key: routingKey, arguments: table })];
  },
  Policy: ({ spec }) => [policyOf("Policy", "all", spec)],
  OperatorPolicy: ({ spec }) => [policyOf("OperatorPolicy", "queues", spec)],
  Federation(manifest, { secrets }) {
    const { name, vhost = "/", trustUserId, reconnectDelay = 0, ...others } = settingsOf(manifest.spec);
    const always = { "reconnect-delay": reconnectDelay, "trust-user-id": trustUserId === true };
    const uri = urisOf(manifest, secrets, "uri");
    return [parameterFromItem("FederationUpstream", { name, vhost }, { uri, ...always, ...dashed(others) })];
  },
  Shovel(manifest, { secrets }) {
    const { name, vhost = "/", deleteAfter, srcDeleteAfter, ...others } = settingsOf(manifest.spec);
    const value = {
      "src-uri": urisOf(manifest, secrets, "srcUri"),
      "dest-uri": urisOf(manifest, secrets, "destUri"),
      ...withoutEmpty({ "delete-after": countOf(deleteAfter), "src-delete-after": countOf(srcDeleteAfter) }),
      ...dashed(others),
    };
    return [parameterFromItem("Shovel", { name, vhost }, value)];
  },
  SuperStream({ metadata, spec }) {
    const { vhost = "/", partitions = 3, routingKeys } = spec;
    const keys = Array.isArray(routingKeys) && routingKeys.length > 0 ? { routingKeys } : { partitions };
    // The operator takes the name of the resource, and not that in its spec.
    const { failures } = validate(kindNamed("SuperStream"), { vhost, name: metadata.name, ...keys });
    if (failures.length > 0)
      throw new RefusedError(`its ${failures.map(({ property, reason }) => `${property} ${reason}`).join("; ")}`);
    const parts = allPartsOf({ vhost, name: metadata.name, ...keys });
    return parts.map(({ kind, args }) => ({
      kind,
      // Its exchange lacks the argument by which RabbitMQ's tools, and so the kind SuperStream, know a super stream.
      args: withoutUndefined(kind === "Exchange" ? omit(args, ["arguments"]) : args),
      logicalName: String(kind === "Exchange" ? metadata.name : (args["destination"] ?? args["name"])),
    }));
  },
};

function policyOf(kind: KindName, everything: string, spec: Fields): FoundObject {
  const { name, vhost = "/", pattern, applyTo = everything, priority = 0, definition } = spec;
  return fromItem(kind, { name, vhost, pattern, priority, "apply-to": applyTo, definition });
}

/** The spec without what the broker never gets. */
function settingsOf(spec: Fields): Fields {
  return omit(spec, ["rabbitmqClusterReference", "deletionPolicy", "uriSecret"]);
}

/** Kubernetes stores an empty text for a pattern that is not given. */
function patternsOf({ spec }: Manifest, names: readonly string[]): Fields {
  const given = tableIn(spec, "permissions");
  return Object.fromEntries(names.map((name) => [name, given[name] ?? ""]));
}

/** Under the broker's names: `messageTTL` is `message-ttl`. */
function dashed(settings: Fields): Fields {
  const nameOf = (field: string) =>
    field.replace("TTL", "Ttl").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(withoutEmpty(settings)).map(([field, value]) => [nameOf(field), value]));
}

/** The spec has a number of messages as text. */
function countOf(deleteAfter: unknown): unknown {
  return /^\d+$/.test(String(deleteAfter ?? "")) ? Number(deleteAfter) : deleteAfter;
}
