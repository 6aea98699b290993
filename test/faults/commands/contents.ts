import type { Fields } from "../../../model/object";
import { api } from "../../support/admin";
import type { TestBroker } from "../../support/environment";
import type { Shape } from "./project";

/** What is on the broker, as far as one vhost and its users are concerned: one line for each object. */
export async function contentsOf(broker: TestBroker, vhost: string): Promise<string[]> {
  const encoded = encodeURIComponent(vhost);
  const list = async (path: string) => (await api(broker, "GET", path)).body as Fields[];
  const json = (value: unknown) => JSON.stringify(value);
  const [exchanges, queues, bindings, policies, permissions, topics, users, notes] = await Promise.all([
    list(`exchanges/${encoded}`),
    list(`queues/${encoded}?disable_stats=true&enable_queue_totals=true`),
    list(`bindings/${encoded}`),
    list(`policies/${encoded}`),
    list("permissions"),
    list("topic-permissions"),
    list("users"),
    list("global-parameters"),
  ]);
  const isHere = ({ user, vhost: where }: Fields) => where === vhost && String(user).endsWith(` of ${vhost}`);
  return [
    ...exchanges
      .filter(({ name }) => name !== "" && !String(name).startsWith("amq."))
      .map(({ name, type, arguments: args }) => `exchange ${name} ${type} ${json(args)}`),
    ...queues.map(({ name, arguments: args }) => {
      const { "x-queue-type": _, ...others } = args as Fields;
      return `queue ${name} ${json(others)}`;
    }),
    ...bindings
      .filter(({ source }) => source !== "")
      .map(({ source, destination, routing_key }) => `binding ${source} ${destination} ${routing_key}`),
    ...policies.map(({ name, pattern, definition }) => `policy ${name} ${pattern} ${json(definition)}`),
    ...permissions
      .filter(isHere)
      .map(({ user, configure, write, read }) => `permissions ${user} ${configure} ${write} ${read}`),
    ...topics.filter(isHere).map(({ user, exchange, write }) => `topic permissions ${user} ${exchange} ${write}`),
    ...users
      .filter(({ name }) => String(name).endsWith(` of ${vhost}`))
      .map(({ name, tags }) => `user ${name} ${json(tags)}`),
    ...notes.filter(({ value }) => json(value).includes(json(vhost))).map(({ name }) => `note ${name}`),
    ...(await messagesIn(broker, vhost, queues)),
  ].sort();
}

/** The messages themselves: they stay in their queues. */
async function messagesIn(broker: TestBroker, vhost: string, queues: readonly Fields[]): Promise<string[]> {
  const get = { count: 100, ackmode: "ack_requeue_true", encoding: "auto" };
  const lines = queues.map(async ({ name }) => {
    const path = `queues/${encodeURIComponent(vhost)}/${encodeURIComponent(String(name))}/get`;
    const messages = (await api(broker, "POST", path, get)).body as Fields[];
    return messages.map(({ payload }) => `message in ${name}: ${payload}`);
  });
  return (await Promise.all(lines)).flat();
}

/** What the program declares, in the same lines. */
export function declared({ shape, vhost, isChanged }: Shape): string[] {
  const key = isChanged ? "invoice" : "order";
  const access = [
    `permissions app of ${vhost} ^$ ^(events)$ ^(orders)$`,
    `topic permissions app of ${vhost} events ^(${key}(\\..*)?)$`,
    `user app of ${vhost} []`,
  ];
  return [
    "binding events orders order.#",
    `exchange events topic ${isChanged ? '{"alternate-exchange":"amq.fanout"}' : "{}"}`,
    `policy limit ^orders$ {"max-length":${isChanged ? 6 : 5}}`,
    "queue kept {}",
    `queue orders ${isChanged ? '{"x-max-length":10}' : "{}"}`,
    `queue ${isChanged ? "renamed" : "named"} {}`,
    ...(shape === "access" ? access : []),
  ];
}
