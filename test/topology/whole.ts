import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { sections } from "../../provider/topology/section";
import { dataOf, kindCases } from "../support/kind-cases";

/** One object of every section, and two that refer to others. What is not written here is of the kinds' own cases. */
export function everything(vhost: string): Fields {
  const user = `${vhost} app`;
  const cases = kindCases(vhost);
  const others = sections.map((section) => [section.name, dataOf(section, cases[section.kind.name as KindName].args)]);
  return {
    vhost,
    ...Object.fromEntries(others),
    users: { [user]: { password: "s3cret of app", tags: [] } },
    limits: { maxQueues: 100 },
    policies: { ttl: { pattern: "^orders", applyTo: "queues", definition: { "message-ttl": 60_000 } } },
    operatorPolicies: { cap: { pattern: "^orders", applyTo: "queues", definition: { "max-length": 1_000 } } },
    exchanges: { events: { type: "topic" }, "dead/letters": { type: "fanout", durable: false } },
    queues: {
      // Without its guard, and that of the super stream: their waits for late counters take most of the time of these tests.
      orders: { type: "quorum", deadLetterExchange: "dead/letters", forceDestroy: true },
      "the dead": { type: "classic", messageTtl: 5_000, arguments: { "x-note": [1, "1"] } },
    },
    superStreams: { log: { partitions: 1, forceDestroy: true } },
    bindings: [
      { source: "events", destination: "orders", routingKey: "order.#" },
      { source: "dead/letters", destination: "the dead" },
      {
        source: "events",
        destination: "dead/letters",
        destinationType: "exchange",
        routingKey: "a b",
        arguments: { k: 1 },
      },
    ],
    topicPermissions: { [user]: { events: { write: "^order\\." } } },
    permissions: { [user]: { write: "^events$" } },
  };
}
