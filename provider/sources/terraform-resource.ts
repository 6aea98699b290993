import type { Fields } from "../../model/object";
import { withoutUndefined } from "../fields";
import type { KindName } from "../kinds";
import { RefusedError } from "../management/errors";
import { parse } from "../management/json";
import { unknownValue } from "../unknown";
import { fromItem, parameterFromItem, queueFromItem, withoutEmpty } from "./from-item";
import { shovelValue } from "./shovel-value";
import type { FoundObject } from "./source";

/** The objects of a resource with these attributes, as the provider sent them to the broker. */
type Convert = (attributes: Fields) => FoundObject[];

/** By type. The providers rfd59/rabbitmq and cyrilgdn/rabbitmq have these types, and @pulumi/rabbitmq is made of the latter. */
const converters: Readonly<Record<string, Convert>> = {
  rabbitmq_vhost: ({ name, description, default_queue_type, tracing, max_connections, max_queues }) => [
    {
      kind: "VHost",
      args: withoutUndefined({
        name,
        ...withoutEmpty({ description, defaultQueueType: default_queue_type, tracing }),
        maxConnections: numberOf(max_connections),
        maxQueues: numberOf(max_queues),
      }),
    },
  ],
  // A password that is write-only is in no state.
  rabbitmq_user: ({ name, password, tags, max_connections, max_channels }) => [
    {
      kind: "User",
      args: withoutUndefined({
        name,
        password: password || unknownValue,
        tags: tags ?? undefined,
        maxConnections: numberOf(max_connections),
        maxChannels: numberOf(max_channels),
      }),
    },
  ],
  rabbitmq_permissions: ({ user, vhost, permissions }) => [
    fromItem("Permissions", { ...block(permissions), user, vhost: vhost ?? "/" }),
  ],
  rabbitmq_topic_permissions: ({ user, vhost, permissions }) =>
    listOf(permissions).map((each) => fromItem("TopicPermissions", { ...each, user, vhost: vhost ?? "/" })),
  rabbitmq_exchange: ({ name, vhost, settings }) => [exchangeOf(name, vhost, block(settings))],
  ...Object.fromEntries(
    Object.entries({
      direct: "direct",
      fanout: "fanout",
      topic: "topic",
      headers: "headers",
      random: "x-random",
      consistent_hash: "x-consistent-hash",
      delayed_message: "x-delayed-message",
    }).map(([name, type]): [string, Convert] => [`rabbitmq_exchange_${name}`, (given) => [flatExchange(given, type)]]),
  ),
  rabbitmq_queue: ({ name, vhost, settings }) => {
    const { durable, auto_delete, ...others } = block(settings);
    return [
      queueFromItem({
        name,
        vhost: vhost ?? "/",
        durable: durable === true,
        auto_delete: auto_delete === true,
        arguments: argumentsOf(others),
      }),
    ];
  },
  rabbitmq_binding: ({ vhost, source, destination, destination_type, routing_key, ...others }) => [
    fromItem("Binding", {
      ...{ vhost, source, destination, destination_type },
      routing_key: routing_key ?? "",
      arguments: argumentsOf(others),
    }),
  ],
  rabbitmq_policy: (attributes) => [policyOf("Policy", attributes)],
  rabbitmq_operator_policy: (attributes) => [policyOf("OperatorPolicy", attributes)],
  rabbitmq_federation_upstream: ({ definition, ...address }) => {
    const { uri, reconnect_delay, trust_user_id, ...others } = block(definition);
    const keys = Object.entries(withoutEmpty(others)).map(([name, value]) => [name.replaceAll("_", "-"), value]);
    const always = {
      uri: uri || unknownValue,
      "reconnect-delay": reconnect_delay ?? 0,
      "trust-user-id": trust_user_id === true,
    };
    return [parameterFromItem("FederationUpstream", address, { ...Object.fromEntries(keys), ...always })];
  },
  rabbitmq_shovel: ({ info, ...address }) => [parameterFromItem("Shovel", address, shovelValue(block(info)))],
};

/** `undefined` if there is no such type. Throws a line if an attribute cannot be read. */
export function objectsOfResource(type: string, attributes: Fields): FoundObject[] | undefined {
  return Object.hasOwn(converters, type) ? converters[type]?.(attributes) : undefined;
}

function exchangeOf(name: unknown, vhost: unknown, settings: Fields): FoundObject {
  const { type, durable, auto_delete, internal, alternate_exchange, arguments: given } = settings;
  const item = { name, vhost: vhost ?? "/", type, durable: durable === true, auto_delete: auto_delete === true };
  const alternate = withoutEmpty({ "alternate-exchange": alternate_exchange });
  return fromItem("Exchange", {
    ...item,
    internal: internal === true,
    arguments: { ...(given as Fields | null), ...alternate },
  });
}

/** The exchanges of rfd59/rabbitmq that have a resource for each type. Their arguments name their own types. */
function flatExchange({ name, vhost, argument, delayed_type, ...settings }: Fields, type: string): FoundObject {
  const table = Object.fromEntries(listOf(argument).map((each) => [each["key"], typed(each)]));
  const delayed = withoutEmpty({ "x-delayed-type": delayed_type });
  return exchangeOf(name, vhost, { ...settings, type, arguments: { ...table, ...delayed } });
}

function typed({ value, type }: Fields): unknown {
  if (type === "numeric") return parse(String(value));
  return type === "boolean" ? value === "true" : value;
}

function policyOf(name: KindName, { vhost, name: own, policy }: Fields): FoundObject {
  const { pattern, apply_to, priority, definition } = block(policy);
  const { "ha-mode": mode, "ha-params": params } = (definition ?? {}) as Fields;
  const settings = Object.entries((definition ?? {}) as Fields).map(([key, value]) => [key, numberIfOne(value)]);
  const nodes = mode === "nodes" && typeof params === "string" ? { "ha-params": params.split(",") } : {};
  return fromItem(name, {
    ...{ vhost, name: own, pattern, priority, "apply-to": apply_to },
    definition: { ...Object.fromEntries(settings), ...(name === "Policy" && nodes) },
  });
}

/** The state has all settings of a policy as text. The provider sends digits as an integer of 64 bits, and all else as it is. */
function numberIfOne(value: unknown): unknown {
  if (typeof value !== "string" || !/^[+-]?\d+$/.test(value)) return value;
  const digits = BigInt(value.replace("+", ""));
  return BigInt.asIntN(64, digits) === digits ? parse(String(digits)) : value;
}

/** Values of `arguments` are texts, also on the broker; those of the JSON have their types. */
function argumentsOf({ arguments: given, arguments_json: json }: Fields): unknown {
  if (!json) return given ?? {};
  try {
    return parse(String(json));
  } catch {
    throw new RefusedError("its arguments_json is not JSON");
  }
}

function numberOf(value: unknown): number | undefined {
  return value === undefined || value === null || value === "" ? undefined : Number(value);
}

function listOf(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : []) as Fields[];
}

/** A block, which Terraform's state has as a list of one. */
function block(value: unknown): Fields {
  return ((Array.isArray(value) ? value[0] : value) ?? {}) as Fields;
}
