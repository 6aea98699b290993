import type { Broker } from "../broker";
import { path } from "../management/path";

/**
 * Closes all of a user's connections, in every vhost: a channel goes on using a right that was taken away until it has
 * been idle for a second, and a consumer for ever (facts, permission caching).
 */
export async function closeConnections(broker: Broker, user: string): Promise<void> {
  await broker.delete(path`connections/username/${user}`);
}
