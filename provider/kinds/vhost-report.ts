import type { Fields } from "../../model/object";
import type { Broker } from "../broker";
import type { Remark } from "../kind";
import { path } from "../management/path";
import { user, verifies } from "./user";

/** Tells who can do what in a new vhost without having been asked for: RabbitMQ says nothing of it. */
export async function rightsIn(broker: Broker, vhost: string): Promise<Remark[]> {
  const entries = (await broker.get<Fields[]>(path`vhosts/${vhost}/permissions`)) ?? [];
  const makers = entries.filter(isEverything).map(
    ({ user }): Remark => ({
      line: `vhost "${vhost}": RabbitMQ gave user "${user}", who made it, all permissions in it (".*" ".*" ".*"). Keep that user for the platform`,
    }),
  );
  const guest = await user.find(broker, { name: "guest" }, "proved");
  if (!guest) return makers;
  const password = verifies("guest", guest) ? "its default password" : "a password of its own";
  const line = `the broker has the default user "guest", with ${password} and ${tagged(guest["tags"] as string[])}: delete it, unless you need it`;
  return [...makers, { line, severity: "warn" }];
}

function isEverything({ configure, write, read }: Fields): boolean {
  return [configure, write, read].every((pattern) => pattern === ".*");
}

function tagged(tags: readonly string[]): string {
  return tags.length > 0 ? `the tags ${tags.join(", ")}` : "no tags";
}
