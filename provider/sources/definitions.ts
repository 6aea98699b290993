import type { BrokerObject, Fields } from "../../model/object";
import { omit, withoutUndefined } from "../fields";
import { type KindName, kindNamed } from "../kinds";
import { ownPrefix } from "../kinds/global-parameter";
import { limits as userLimits } from "../kinds/user-limits";
import { limits as vhostLimits } from "../kinds/vhost-limits";
import { RefusedError } from "../management/errors";
import type { Item } from "../management/target";
import { attempt } from "./attempt";
import { fromItem, inOwnKind, queueFromItem } from "./from-item";
import type { Found, FoundObject, Left } from "./source";

/** RabbitMQ's definitions, as of 3.6 to 4.3. The lists of a live broker have the same form. */
export interface Definitions {
  readonly vhosts?: readonly Item[];
  readonly users?: readonly Item[];
  readonly permissions?: readonly Item[];
  readonly topic_permissions?: readonly Item[];
  readonly parameters?: readonly Item[];
  readonly global_parameters?: readonly Item[];
  readonly policies?: readonly Item[];
  /** Only a live broker lists them apart: in definitions they are parameters. */
  readonly operator_policies?: readonly Item[];
  readonly vhost_limits?: readonly Item[];
  readonly user_limits?: readonly Item[];
  readonly exchanges?: readonly Item[];
  readonly queues?: readonly Item[];
  readonly bindings?: readonly Item[];
}

/** Global parameters that the broker makes itself, also from its configuration file. */
const ownParameters = ["internal_cluster_id", "imported_definition_hash_value", "cluster_tags"];

/** The objects of definitions. Those of one vhost have no vhost in them: then `vhost` is theirs. */
export function objectsOf(definitions: Definitions, vhost?: string): Found {
  const left: Left[] = [];
  const lists = vhost === undefined ? definitions : within(definitions, vhost);
  const parameters = lists.parameters ?? [];
  const limitsOfVHosts = [
    ...(lists.vhost_limits ?? []),
    ...parameters.filter(({ component }) => component === "vhost-limits"),
  ];
  const all = (kind: KindName, items: readonly Item[] = [], convert?: (item: Item) => FoundObject | undefined) => {
    const { title } = kindNamed(kind);
    return items.flatMap((item) =>
      attempt(title(item), left, () =>
        [convert ? convert(item) : fromItem(kind, item)].filter((each) => each !== undefined),
      ),
    );
  };
  const objects = [
    ...all("VHost", lists.vhosts, (item) => vhostOf(item, limitsOfVHosts)),
    ...all("User", lists.users, (item) => userOf(item, lists.user_limits)),
    ...all("Policy", lists.policies),
    ...all("OperatorPolicy", lists.operator_policies),
    ...all("Exchange", lists.exchanges),
    ...all("Queue", lists.queues, queueOf),
    ...all("Binding", lists.bindings),
    ...all("TopicPermissions", lists.topic_permissions),
    ...all("Permissions", lists.permissions),
    ...all("Parameter", parameters, parameterOf),
    ...all("GlobalParameter", lists.global_parameters, (item) => globalParameterOf(item, left)),
  ];
  return { objects, left };
}

/** Its description, tags and default queue type are in the metadata too, and in old definitions only there. */
function vhostOf(item: Item, limits: readonly Item[]): BrokerObject {
  const { metadata, ...own } = item;
  const found = { ...(metadata as Fields | undefined), ...withoutUndefined(own) };
  const { args } = fromItem("VHost", { ...found, tags: listOf(found["tags"]) });
  const unsaid = ["description", "tags"].filter((field) => found[field] === undefined);
  return {
    kind: "VHost",
    args: withoutUndefined({ ...omit(args, unsaid), ...vhostLimits.fromApi(limitsIn(item, "vhost", limits)) }),
  };
}

/** An owner's own limits, and those that a list apart has of it. */
function limitsIn(item: Item, owner: "vhost" | "user", limits: readonly Item[]): Fields {
  const theirs = limits.filter((each) => each[owner] === item["name"]).map(({ value }) => value as Fields);
  return Object.assign({}, tableOf(item["limits"]), ...theirs);
}

function userOf(item: Item, limits: readonly Item[] = []): BrokerObject {
  const values = limitsIn(item, "user", limits);
  const { args } = fromItem("User", { ...item, limits: values, tags: listOf(item["tags"] ?? []) });
  // The broker's own algorithm needs no name, and a user without a password has an empty hash.
  const { passwordHash, hashingAlgorithm, ...others } = { ...args, ...userLimits.fromApi(values) } as Fields;
  const hash = passwordHash ? { passwordHash, hashingAlgorithm } : {};
  return {
    kind: "User",
    args: withoutUndefined({ ...others, ...(item["password"] ? { password: item["password"] } : hash) }),
  };
}

function queueOf(item: Item): FoundObject {
  const isExclusive = item["exclusive"] === true;
  return {
    ...queueFromItem(item),
    ...(isExclusive && { notOwned: "exclusive: it belongs to a connection of an application" }),
  };
}

function parameterOf(item: Item): FoundObject | undefined {
  const { component, value, ...address } = item;
  if (component === "vhost-limits" || component === "policy") return undefined;
  if (component === "operator_policy") return fromItem("OperatorPolicy", { ...address, ...tableOf(value) });
  return inOwnKind(fromItem("Parameter", item));
}

function globalParameterOf(item: Item, left: Left[]): BrokerObject | undefined {
  const name = String(item["name"]);
  if (ownParameters.includes(name)) return undefined;
  if (name.startsWith(ownPrefix)) {
    left.push({
      what: `global parameter "${name}"`,
      reason: "a note of this library about an interrupted replacement",
    });
    return undefined;
  }
  return name === "cluster_name" ? fromItem("ClusterName", item) : fromItem("GlobalParameter", item);
}

/** RabbitMQ 3 has tags as a text with commas, later ones as a list. */
function listOf(tags: unknown): unknown {
  const list = typeof tags === "string" ? tags.split(",").map((tag) => tag.trim()) : tags;
  return Array.isArray(list) ? list.filter((tag) => tag !== "") : list;
}

/** RabbitMQ writes an empty table as a list. */
function tableOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

const inVHosts = [
  "permissions",
  "topic_permissions",
  "parameters",
  "policies",
  "exchanges",
  "queues",
  "bindings",
] as const;

/** The definitions of one vhost as those of a broker that has only this one. */
function within(definitions: Definitions, vhost: string): Definitions {
  const lists = inVHosts.map((name) => [name, definitions[name]?.map((item) => ({ ...item, vhost }))]);
  const { metadata, limits, description, default_queue_type } = definitions as Fields;
  // RabbitMQ before 3.12 writes nothing of the vhost itself.
  const own = metadata === undefined ? [] : [{ name: vhost, metadata, limits, description, default_queue_type }];
  return { vhosts: own, ...definitions, ...withoutUndefined(Object.fromEntries(lists)) };
}

/** Definitions as JSON. Refuses what has none of their lists, or another form. */
export function asDefinitions(json: unknown): Definitions {
  const lists = ["vhosts", "users", "global_parameters", ...inVHosts];
  const fields = (typeof json === "object" && json !== null ? json : {}) as Fields;
  const known = lists.filter((name) => fields[name] !== undefined);
  if (known.length === 0) throw new RefusedError("has none of the lists of RabbitMQ's definitions, such as queues");
  const odd = known.find((name) => !isListOfObjects(fields[name]));
  if (odd !== undefined) throw new RefusedError(`has no list of objects in "${odd}"`);
  return fields as Definitions;
}

/** Whether the definitions are those of one vhost, whose objects do not name it. */
export function areOfOneVHost(definitions: Definitions): boolean {
  if ((definitions as Fields)["rabbitmq_definition_format"] === "single_virtual_host") return true;
  // RabbitMQ 3.10 writes it of policies, and of nothing else.
  const isNameless = ({ vhost }: Item) => vhost === undefined;
  return definitions.vhosts === undefined && inVHosts.some((name) => definitions[name]?.some(isNameless));
}

/** The vhost whose definitions they are, if RabbitMQ wrote that. */
export function originalVHost(definitions: Definitions): string | undefined {
  const ofPolicy = definitions.policies?.find(({ vhost }) => vhost !== undefined);
  const name = (definitions as Fields)["original_vhost_name"] ?? ofPolicy?.["vhost"];
  return typeof name === "string" ? name : undefined;
}

function isListOfObjects(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === "object" && item !== null && typeof (item as Fields)["name"] !== "object")
  );
}
