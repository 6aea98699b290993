import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import { nothing } from "../../model/pattern";
import { takesAway } from "../../model/takes-away";
import type { Reference } from "../../model/value";
import type { FieldsOf, Kind } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { closeConnections } from "./connections";
import { fixed, inPlace, local } from "./field";
import { flag, pattern } from "./schema";

/**
 * The permissions of one user in one vhost. Each is an unanchored regular expression over names of exchanges and
 * queues, so write `^(orders|audit)$`; at most 1,024 bytes from RabbitMQ 4.2.8 and 4.3.2 on. All can be changed in
 * place. A channel may keep a revoked permission until it has been idle for a second.
 */
export interface PermissionsArgs {
  /** The vhost, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** The user, as a `User` or by name (replaces). */
  user: Input<string> | Reference<"User">;
  /** The exchanges and queues that it may declare and delete. Applications need none. @default "^$", nothing */
  configure?: Input<string>;
  /**
   * The exchanges that it may publish to, and the destinations of its bindings. `amq.default` is the default exchange.
   * @default "^$", nothing
   */
  write?: Input<string>;
  /** The queues that it may consume from and purge, and the exchanges that it may bind from. @default "^$", nothing */
  read?: Input<string>;
  /** Whether the user's connections are closed, in all vhosts, when a permission is revoked. @default false */
  closeConnections?: Input<boolean>;
}

const key = inPlace(pattern, { read: (value) => pattern.parse(value) });

const fields = {
  vhost: fixed(name),
  user: fixed(name),
  configure: key,
  write: key,
  read: key,
  closeConnections: local(flag.optional()),
} satisfies FieldsOf<PermissionsArgs>;

const patterns = ["configure", "write", "read"] as const;

const entry = pathKind<PermissionsArgs>({
  name: "Permissions",
  noun: "permission",
  fields,
  identity: ["vhost", "user"],
  part: { section: "permissions", keys: ["user"], holds: "access" },
  formerOutputs: ["rabbitmqVersion"],
  overwrites: true,
  title: ({ user, vhost }) => `permissions of user "${user}" in vhost "${vhost}"`,
  path: ({ vhost, user }) => path`permissions/${vhost}/${user}`,
  list: ({ vhost }) => path`vhosts/${String(vhost)}/permissions`,
});

/** @internal */
export const permissions: Kind<PermissionsArgs> = {
  ...entry,

  /** The SDK gives it if the engine leaves the topic permissions of an AppAccess out. */
  refuses: {
    topicPermissions:
      "are left out of this update, and without them the broker allows every routing key: add --exclude-dependents",
  },

  async declare(broker, args, found) {
    const declared = await entry.declare(broker, args, found);
    const isRevoked = found && patterns.some((pattern) => takesAway(found[pattern], args[pattern] ?? nothing));
    if (args.closeConnections && isRevoked) await closeConnections(broker, args.user);
    return declared;
  },

  goesWith: ({ user }) => [{ kind: "User", args: { name: user } }],

  async removal(broker, args, options) {
    const remove = await entry.removal(broker, args, options);
    return async () => {
      await remove();
      if (args.closeConnections) await closeConnections(broker, args.user);
    };
  },
};
