import type { BrokerObject, Fields } from "../../model/object";
import type { Broker } from "../broker";
import { RefusedError } from "../management/errors";
import { isAddressable, type Path, path } from "../management/path";
import { list } from "../management/target";
import { fromApi } from "./binding";
import { bindingsTarget } from "./binding-list";
import { topicPermissions } from "./topic-permissions";

/**
 * The bindings that the broker deletes with an exchange or a queue, also those of other stacks and applications. The
 * object exists, so "not found" is an error: the bindings could not be restored.
 */
export async function attachedBindings(broker: Broker, path: Path, end: Fields): Promise<BrokerObject[]> {
  const bindings = (await broker.getExisting(bindingsTarget(path, end))).filter(({ source }) => source !== "");
  const attached = bindings.map((binding) => ({ kind: "Binding", args: fromApi(binding) }));
  refuseUnrestorable(attached);
  return attached;
}

/** A definitions file can make an object whose name the API cannot address, or strips when it declares a binding of it. */
export function refuseUnrestorable(attached: readonly BrokerObject[]): void {
  const isOdd = (end: unknown) => typeof end === "string" && (!isAddressable(end) || /[\r\n]/.test(end));
  const odd = attached.find(({ args }) => isOdd(args["source"]) || isOdd(args["destination"]));
  if (!odd) return;
  const { source, destinationType, destination } = odd.args;
  throw new RefusedError(
    `not replaced: the broker would delete with it the binding of ${destinationType} ${JSON.stringify(destination)} to exchange ${JSON.stringify(source)}, and the management API cannot declare one with such a name again. Nothing was changed: delete that binding first`,
  );
}

/** From RabbitMQ 4.3 on, the broker deletes the topic permissions of an exchange along with it. */
export async function attachedTopicPermissions(
  broker: Broker,
  vhost: string,
  exchange: string,
): Promise<BrokerObject[]> {
  const all = await broker.getExisting(topicPermissions.list({ vhost }));
  const own = all.filter((item) => item["exchange"] === exchange);
  return own.map(({ user, write, read }) => ({
    kind: "TopicPermissions",
    args: { vhost, user, exchange, write, read },
  }));
}

/** Only its own connection can bind an exclusive queue, so the binding of such a queue could not be restored. */
export async function refuseExclusiveQueues(
  broker: Broker,
  vhost: string,
  attached: readonly BrokerObject[],
): Promise<void> {
  const bound = new Set(
    attached.filter(({ args }) => args["destinationType"] === "queue").map(({ args }) => args["destination"]),
  );
  if (bound.size === 0) return;
  const queues = await broker.getExisting(list(path`queues/${vhost}?disable_stats=true`, { vhost }, ["name"]));
  const exclusive = queues.find(({ name, exclusive }) => exclusive === true && bound.has(name));
  if (!exclusive) return;
  throw new RefusedError(
    `not replaced: the exclusive queue "${exclusive["name"]}" of a connected application is bound to it, and only that application could bind it again. Nothing was changed: stop the application first`,
  );
}
