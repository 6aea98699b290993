import type { Fields } from "../../model/object";
import type { Broker } from "../broker";
import { path } from "../management/path";
import { user, verifies } from "./user";

/** Tells who can do what in a new vhost without having been asked for: RabbitMQ says nothing of it. */
export async function reportRights(broker: Broker, vhost: string): Promise<void> {
  const entries = (await broker.get<Fields[]>(path`vhosts/${vhost}/permissions`)) ?? [];
  for (const entry of entries.filter(isEverything)) {
    console.info(
      `vhost "${vhost}": RabbitMQ gave user "${entry["user"]}", who made it, all permissions in it (".*" ".*" ".*"). Keep that user for the platform`,
    );
  }
  const guest = await user.find(broker, { name: "guest" }, "proved");
  if (!guest) return;
  const password = verifies("guest", guest) ? "its default password" : "a password of its own";
  console.warn(
    `the broker has the default user "guest", with ${password} and ${tagged(guest["tags"] as string[])}: delete it, unless you need it`,
  );
}

function isEverything({ configure, write, read }: Fields): boolean {
  return [configure, write, read].every((pattern) => pattern === ".*");
}

function tagged(tags: readonly string[]): string {
  return tags.length > 0 ? `the tags ${tags.join(", ")}` : "no tags";
}
