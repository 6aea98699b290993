import { path } from "./path";
import { type Item, list, type Target } from "./target";

const nodes = list(path`nodes?columns=name,running`, {}, ["name", "running"], { isNeverEmpty: true });

/**
 * Says so if less than a majority of the cluster's nodes runs. From RabbitMQ 4.3 on, such a cluster changes nothing: a write
 * is refused after 30 s, half done in some cases, and what the remaining nodes lack may exist on the others. A login without
 * the tag `monitoring` may not see the nodes, and a gateway may hide them.
 */
export async function minority(read: (target: Target<Item[]>) => Promise<Item[] | undefined>): Promise<string> {
  const all = (await read(nodes).catch(() => undefined)) ?? [];
  const running = all.filter((node) => node["running"] === true).length;
  if (all.length === 0 || running * 2 > all.length) return "";
  return `only ${running} of the ${all.length} nodes of RabbitMQ's cluster ${running === 1 ? "runs" : "run"}, and nothing can be changed or found to be gone without a majority: run again when the others are up`;
}
