import type { Broker } from "../broker";
import { path } from "../management/path";

/**
 * Closes all connections of a user, in every vhost: a channel keeps a revoked permission until it has been idle for a
 * second, and a consumer keeps it for ever (facts, permission caching).
 */
export async function closeConnections(broker: Broker, user: string): Promise<void> {
  await broker.delete(path`connections/username/${user}`);
}
