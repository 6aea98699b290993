import type { Input } from "@pulumi/pulumi";
import type { Schema } from "../kind";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import type { Reference } from "../value";
import { name, pattern } from "./field";

/**
 * What one user may do in one vhost. Each is an unanchored regular expression over names of exchanges and queues, so
 * write `^(orders|audit)$`; at most 1,024 bytes from RabbitMQ 4.2.8 and 4.3.2 on. All can be changed in place; a channel
 * may go on using a right that was taken away until it has been idle for a second.
 */
export interface PermissionsArgs {
  /** The vhost, as a `VHost` or by name (replaces). */
  vhost: Input<string> | Reference<"VHost">;
  /** The user, as a `User` or by name (replaces). */
  user: Input<string> | Reference<"User">;
  /** What it may declare and delete. Applications need none. @default "^$", nothing */
  configure?: Input<string>;
  /** What it may publish to, and bind to something. `amq.default` is the default exchange. @default "^$", nothing */
  write?: Input<string>;
  /** What it may consume from, purge, and bind from. @default "^$", nothing */
  read?: Input<string>;
}

const schema = {
  vhost: name,
  user: name,
  configure: pattern,
  write: pattern,
  read: pattern,
} satisfies Schema<PermissionsArgs>;

/** @internal */
export const permissions = pathKind<PermissionsArgs>({
  name: "Permissions",
  noun: "permission",
  schema,
  identity: ["vhost", "user"],
  updates: ["configure", "write", "read"],
  overwrites: true,
  title: ({ user, vhost }) => `permissions of user "${user}" in vhost "${vhost}"`,
  path: ({ vhost, user }) => path`permissions/${vhost}/${user}`,
  list: ({ vhost, user }) => ({ path: path`vhosts/${vhost}/permissions`, is: (item) => item["user"] === user }),
  toApi: ({ configure, write, read }) => ({ configure, write, read }),
  fromApi: ({ vhost, user, configure, write, read }) => ({
    vhost,
    user,
    configure: pattern.parse(configure),
    write: pattern.parse(write),
    read: pattern.parse(read),
  }),
});
