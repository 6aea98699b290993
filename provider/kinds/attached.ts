import type { Broker } from "../broker";
import { type Fields, IncompleteError } from "../kind";
import { type Path, path } from "../management/path";
import { bindingsBetween, fromApi } from "./binding";

/** The bindings that go with an exchange or a queue, also those that other stacks and applications made. */
export async function attachedBindings(broker: Broker, list: Path): Promise<() => Promise<void>> {
  const bindings = ((await broker.get<Fields[]>(list)) ?? []).filter(({ source }) => source !== "");
  return restoring(bindings, describeBinding, ({ routing_key, arguments: table, ...binding }) =>
    broker.post(bindingsBetween(fromApi(binding)), { routing_key, arguments: table }),
  );
}

/** From RabbitMQ 4.3 on, an exchange takes its topic permissions with it. */
export async function attachedTopicPermissions(
  broker: Broker,
  vhost: string,
  exchange: string,
): Promise<() => Promise<void>> {
  const all = (await broker.get<Fields[]>(path`vhosts/${vhost}/topic-permissions`)) ?? [];
  const own = all.filter((item) => item["exchange"] === exchange);
  return restoring(
    own,
    ({ user }) => `topic permissions of user "${user}"`,
    ({ user, write, read }) => broker.put(path`topic-permissions/${vhost}/${String(user)}`, { exchange, write, read }),
  );
}

/** Puts all back that it can before it says what it could not. */
function restoring(
  items: readonly Fields[],
  title: (item: Fields) => string,
  restore: (item: Fields) => Promise<unknown>,
) {
  return async () => {
    const results = await Promise.allSettled(items.map(restore));
    const lost = results.flatMap((result, index) =>
      result.status === "rejected" ? [`${title(items[index] ?? {})} (${(result.reason as Error).message})`] : [],
    );
    if (lost.length > 0)
      throw new IncompleteError(`was declared anew, but could not be given back: ${lost.join("; ")}`);
  };
}

function describeBinding({ source, destination, routing_key }: Fields): string {
  return `the binding of "${destination}" to "${source}" with key "${routing_key}"`;
}
