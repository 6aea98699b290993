import type { Input } from "@pulumi/pulumi";
import { name, nameOrEmpty } from "../../model/name";
import type { Fields } from "../../model/object";
import { nothing } from "../../model/pattern";
import { takesAway } from "../../model/takes-away";
import type { Plain, Reference } from "../../model/value";
import type { Broker } from "../broker";
import { placeOf, readAt } from "../inventory";
import type { FieldsOf, Kind } from "../kind";
import { type Path, path } from "../management/path";
import type { Place } from "../management/shared-list";
import { itemOf, list as listTarget } from "../management/target";
import { closeConnections } from "./connections";
import { facts, fixed, inPlace, local } from "./field";
import { permissions } from "./permissions";
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
  exchange: fixed(nameOrEmpty),
  write: key,
  read: key,
  closeConnections: local(flag.optional()),
} satisfies FieldsOf<TopicPermissionsArgs>;

const identity = ["vhost", "user", "exchange"] as const;

const { fromApi, always } = wire(fields);

const list = ({ vhost }: Fields) => listTarget(path`vhosts/${String(vhost)}/topic-permissions`, { vhost }, always);

/** The GET of one user's topic permissions in one vhost returns a list with one entry for each exchange. */
function locate(object: Fields): Place {
  const { vhost, user, exchange } = object as Plain<TopicPermissionsArgs>;
  const all = listTarget(path`topic-permissions/${vhost}/${user}`, { vhost, user }, always);
  const own = itemOf(all, (item) => item["exchange"] === exchange);
  return placeOf({ identity, list, fromApi }, object, own);
}

/** @internal */
export const topicPermissions: Kind<TopicPermissionsArgs> = {
  name: "TopicPermissions",
  noun: "topic permission",
  ...facts(fields),
  rules: [
    {
      of: ["exchange"],
      severity: "new",
      problem: ({ exchange }) =>
        exchange === ""
          ? "must not be the default exchange: it is no topic exchange, so this has no effect"
          : undefined,
    },
  ],
  identity,
  part: { section: "topicPermissions", keys: ["user", "exchange"], holds: "access" },
  list,
  fromApi,
  overwrites: true,
  title: ({ user, exchange, vhost }) =>
    `topic permissions of user "${user}" for exchange "${exchange}" in vhost "${vhost}"`,

  async find(broker, object, reading) {
    const place = locate(object);
    const found = await readAt(broker, place, reading, true);
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

  removal: async (broker, object) => () => broker.delete(pathOf(object), locate(object as Fields)),
};

/** Without the last part, a DELETE would take all of the user's topic permissions in the vhost. */
function pathOf({ vhost, user, exchange }: Plain<TopicPermissionsArgs>): Path {
  return path`topic-permissions/${vhost}/${user}/${exchange === "" ? "amq.default" : exchange}`;
}

/** Without an entry the user may use every key of an exchange that its permissions match. */
async function usableKeys(broker: Broker, { vhost, user, exchange }: Plain<TopicPermissionsArgs>): Promise<Fields> {
  const found = await permissions.find(broker, { vhost, user }, "proved");
  const keys = (pattern: unknown) => (new RegExp(String(pattern)).test(exchange) ? ".*" : nothing);
  return found ? { write: keys(found["write"]), read: keys(found["read"]) } : {};
}
