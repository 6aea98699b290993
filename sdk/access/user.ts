import * as pulumi from "@pulumi/pulumi";
import type { Grants } from "../../model/grants";
import { Permissions, TopicPermissions, User } from "../kinds";
import { brokerOf } from "../program/broker";
import { declaredIn } from "../program/declared";
import { isKnown } from "../program/known";
import { referencesWithin, resourceOf } from "../program/reference";
import type { AppAccessArgs } from "./args";
import type { Login } from "./logins";

/** Declares one user of an application with its permissions. Returns the `Permissions`, which are declared last. */
export function declareUser(
  { label, username, secret }: Login,
  grants: pulumi.Output<Grants>,
  vhostName: pulumi.Output<string>,
  args: AppAccessArgs,
  parent: pulumi.Resource,
): Permissions {
  const { vhost, closeConnections } = args;
  const closing = closeConnections === undefined ? {} : { closeConnections };
  const user = new User(label, { name: username, tags: [], ...secret, ...closing }, { parent });
  const topics = pulumi.all([grants, vhostName]).apply(([{ topics }, vhostName]) =>
    Object.entries(topics).map(([exchange, keys]) => {
      const named = declaredIn(vhostName, brokerOf(parent)).filter(
        ({ name, reference }) => reference.kind === "Exchange" && name === exchange,
      );
      const references = [...referencesWithin(args), ...named.map(({ reference }) => reference)];
      const dependsOn = references.flatMap(resourceOf);
      const permission = { vhost, user, exchange, ...keys, ...closing };
      return new TopicPermissions(`${label}/${encodeURIComponent(exchange)}`, permission, { parent, dependsOn });
    }),
  );
  const { configure, write, read } = grants;
  const permission = { vhost, user, configure, write, read, ...closing, topicPermissions: leftOut(topics) };
  // Topic permissions come first: without them, the broker allows every routing key.
  return new Permissions(label, permission, { parent, dependsOn: topics });
}

/** A text for the provider's check to refuse if the engine leaves out a resource that others need, as with `--exclude`. */
function leftOut(resources: pulumi.Output<pulumi.CustomResource[]>): pulumi.Output<string> | undefined {
  // In a preview, no id of a new resource is known.
  if (pulumi.runtime.isDryRun()) return undefined;
  // The id of a resource that the engine leaves out stays unknown.
  const made = resources.apply((all) => Promise.all(all.map(({ id }) => isKnown(id))));
  return made.apply((known) => (known.every(Boolean) ? undefined : "left out")) as pulumi.Output<string>;
}
