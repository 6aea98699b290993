import type { Fields } from "../../model/object";
import type { Broker } from "../broker";
import type { Remark } from "../kind";
import { permissions } from "./permissions";
import { user, verifies } from "./user";

/** Reports the permissions that RabbitMQ silently gives in a new vhost, and the user "guest". */
export async function rightsIn(broker: Broker, vhost: string): Promise<Remark[]> {
  const entries = await broker.getExisting(permissions.list({ vhost }));
  const creators = entries.filter(isEverything).map(
    ({ user }): Remark => ({
      line: `vhost "${vhost}": RabbitMQ gave user "${user}", which created it, all permissions in it (".*" ".*" ".*"). Use that user for the platform only`,
    }),
  );
  const guest = await user.find(broker, { name: "guest" }, "proved");
  if (!guest) return creators;
  const password = verifies("guest", guest) ? "its default password" : "a changed password";
  const line = `the broker has the default user "guest", with ${password} and ${tagged(guest["tags"] as string[])}: delete it, unless you need it`;
  return [...creators, { line, severity: "warn" }];
}

function isEverything({ configure, write, read }: Fields): boolean {
  return [configure, write, read].every((pattern) => pattern === ".*");
}

function tagged(tags: readonly string[]): string {
  return tags.length > 0 ? `the tags ${tags.join(", ")}` : "no tags";
}
