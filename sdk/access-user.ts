import type * as pulumi from "@pulumi/pulumi";
import type { Grants } from "../model/grants";
import type { AppAccessArgs } from "./access-args";
import { Permissions, TopicPermissions, User } from "./index";
import type { Login } from "./logins";
import { referencesWithin } from "./reference";

/** Declares one user of an application and what it may do. Gives what is declared last: with it, the user is ready. */
export function declareUser(
  { label, username, secret }: Login,
  grants: pulumi.Output<Grants>,
  args: AppAccessArgs,
  parent: pulumi.Resource,
): Permissions {
  const { vhost, closeConnections } = args;
  const closing = closeConnections === undefined ? {} : { closeConnections };
  const user = new User(label, { name: username, tags: [], ...secret, ...closing }, { parent });
  const dependsOn = referencesWithin(args);
  const topics = grants.apply(({ topics }) =>
    Object.entries(topics).map(([exchange, keys]) => {
      const permission = { vhost, user, exchange, ...keys, ...closing };
      return new TopicPermissions(`${label}-${exchange}`, permission, { parent, dependsOn });
    }),
  );
  const { configure, write, read } = grants;
  const permission = { vhost, user, configure, write, read, ...closing };
  // Without topic permissions the broker allows every key, so they come first.
  return new Permissions(label, permission, { parent, dependsOn: topics });
}
