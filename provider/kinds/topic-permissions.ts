import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import { nothing } from "../../model/pattern";
import { takesAway } from "../../model/takes-away";
import type { Plain, Reference } from "../../model/value";
import type { Broker } from "../broker";
import { listingOf } from "../inventory";
import type { FieldsOf, Kind, Reading } from "../kind";
import { path } from "../management/path";
import { list as listTarget, one } from "../management/target";
import { closeConnections } from "./connections";
import { facts, fixed, inPlace, local } from "./field";
import { flag, pattern } from "./schema";
import { wire } from "./wire";

/**
 * The routing keys that one user may use with one topic exchange, in addition to its `Permissions`. A user without any
 * topic permission for an exchange may use all keys there. All patterns can be changed in place.
 */
export interface TopicPermissionsArgs {
  /** The vhost, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** The user, as a `User` or by name (replaces). */
  user: Input<string> | Reference<"User">;
  /** The exchange, of type `topic`, as an `Exchange` or by name (replaces). It must exist from RabbitMQ 4.3.2 on. */
  exchange: Input<string> | Reference<"Exchange">;
  /**
   * The routing keys that it may publish with, from RabbitMQ 4.0.3 on also CC and BCC keys. `(?!)` allows no key.
   * @default "^$", the empty key
   */
  write?: Input<string>;
  /** The binding keys that it may bind with, as literal text. `(?!)` allows no key. @default "^$", the empty key */
  read?: Input<string>;
  /** Whether the user's connections are closed, in all vhosts, when a key is revoked. @default false */
  closeConnections?: Input<boolean>;
}

const key = inPlace(pattern, { read: (value) => pattern.parse(value) });

const fields = {
  vhost: fixed(name),
  user: fixed(name),
  exchange: fixed(name),
  write: key,
  read: key,
  closeConnections: local(flag.optional()),
} satisfies FieldsOf<TopicPermissionsArgs>;

const identity = ["vhost", "user", "exchange"] as const;

const { fromApi, always } = wire(fields);

const list = ({ vhost }: Fields) => listTarget(path`vhosts/${String(vhost)}/topic-permissions`, { vhost }, always);

/** Despite its path, this is a list with one entry for each exchange. */
const listOfUser = (vhost: string, user: string) =>
  listTarget(path`topic-permissions/${vhost}/${user}`, { vhost, user }, always);

/** @internal */
export const topicPermissions: Kind<TopicPermissionsArgs> = {
  name: "TopicPermissions",
  noun: "topic permission",
  ...facts(fields),
  identity,
  part: { section: "topicPermissions", keys: ["user", "exchange"], holds: "access" },
  list,
  fromApi,
  title: ({ user, exchange, vhost }) =>
    `topic permissions of user "${user}" for exchange "${exchange}" in vhost "${vhost}"`,

  async find(broker, fields, reading) {
    const { vhost, user, exchange } = fields as Plain<TopicPermissionsArgs>;
    const listing = listingOf({ identity, list, fromApi }, fields);
    const key = listing.keyOf(fields);
    const all = () => broker.get(listOfUser(vhost, user));
    const ways: Record<Reading, () => Promise<Fields | undefined>> = {
      shared: () => broker.shared(listing, key, ways.proved),
      proved: async () => (await all())?.find((item) => item["exchange"] === exchange),
      peek: () => broker.recent(listing, key),
    };
    const found = await ways[reading]();
    return found && fromApi(found);
  },

  async declare(broker, args, found) {
    const { vhost, user, exchange, write = nothing, read = nothing, closeConnections: isAsked } = args;
    const before = isAsked ? (found ?? (await usableKeys(broker, args))) : {};
    await broker.put(path`topic-permissions/${vhost}/${user}`, { exchange, write, read });
    const isRevoked = takesAway(before["write"] ?? nothing, write) || takesAway(before["read"] ?? nothing, read);
    if (isAsked && isRevoked) await closeConnections(broker, user);
    return {};
  },

  goesWith: ({ user }) => [{ kind: "User", args: { name: user } }],

  removal:
    async (broker, { vhost, user, exchange }) =>
    () =>
      broker.delete(path`topic-permissions/${vhost}/${user}/${exchange}`, listOfUser(vhost, user)),
};

/** Without an entry the user may use every key of an exchange that its permissions match. */
async function usableKeys(broker: Broker, { vhost, user, exchange }: Plain<TopicPermissionsArgs>): Promise<Fields> {
  const permissions = await broker.get(one(path`permissions/${vhost}/${user}`, { vhost, user }, ["write", "read"]));
  const keys = (pattern: unknown) => (new RegExp(String(pattern)).test(exchange) ? ".*" : nothing);
  return permissions ? { write: keys(permissions["write"]), read: keys(permissions["read"]) } : {};
}
