import { isAtLeast, type Recipe } from "../recipe";
import { consumes, moves, publishes, rejects } from "../uses/amqp";

const nothing = "^$";
const events = {
  exchanges: { "shop.events": { type: "topic" } },
  queues: { "billing.paid": {} },
  bindings: [{ source: "shop.events", destination: "billing.paid", routingKey: "order.#" }],
};
const letters = {
  exchanges: { ...events.exchanges, "billing.dead": { type: "fanout" } },
  bindings: [...events.bindings, { source: "billing.dead", destination: "billing.dlq" }],
};
const retries = {
  exchanges: { "billing.retry": { type: "topic" } },
  queues: { "billing.work": {}, "billing.dlq": {} },
  bindings: [{ source: "billing.retry", destination: "billing.work", routingKey: "again.#" }],
};

export const publishAndConsume: Recipe[] = [
  {
    title: "publishes to an exchange",
    roles: { publishTo: ["shop.events"] },
    grants: [nothing, "^(shop\\.events)$", nothing],
    stage: events,
    works: publishes("shop.events", "order.new", "billing.paid"),
    may: ["publish shop.events"],
  },
  {
    title: "publishes to two exchanges",
    roles: { publishTo: ["shop.events", { exchange: "shop.audit" }] },
    grants: [nothing, "^(shop\\.audit|shop\\.events)$", nothing],
    stage: { ...events, exchanges: { ...events.exchanges, "shop.audit": { type: "fanout" } } },
    works: publishes("shop.events", "order.new", "billing.paid"),
    may: ["publish shop.events", "publish shop.audit"],
  },
  {
    title: "publishes with some routing keys",
    roles: { publishTo: [{ exchange: "shop.events", routingKeys: ["order.*", "invoice.#"] }] },
    grants: [nothing, "^(shop\\.events)$", nothing],
    stage: events,
    works: publishes("shop.events", "order.new", "billing.paid"),
    keys: [
      ...["order.new", "invoice", "invoice.a.b", "order.new CC invoice.b"],
      ...["order", "order.new.eu", "orderxnew", "xorder.new", "invoices", "payment.new", "#"],
      "order.new CC payment.new",
    ],
    may: (version) => [
      ...["order.new", "invoice", "invoice.a.b", "order.new CC invoice.b"].map((key) => `publish shop.events ${key}`),
      // Older brokers do not look at the keys of copies.
      ...(isAtLeast(version, "4.0.3") ? [] : ["publish shop.events order.new CC payment.new"]),
    ],
  },
  {
    title: "publishes by the default exchange",
    roles: { publishTo: [""] },
    grants: [nothing, "^(amq\\.default)$", nothing],
    stage: events,
    works: publishes("", "billing.paid", "billing.paid"),
    may: ["publish amq.default"],
  },
  {
    title: "consumes from a queue",
    roles: { consumeFrom: ["billing.paid"] },
    grants: [nothing, nothing, "^(billing\\.paid)$"],
    stage: events,
    works: consumes("shop.events", "order.new", "billing.paid"),
    may: ["consume billing.paid", "purge billing.paid"],
  },
  {
    title: "consumes from a quorum queue",
    roles: { consumeFrom: ["billing.paid"] },
    grants: [nothing, nothing, "^(billing\\.paid)$"],
    stage: { ...events, queues: { "billing.paid": { type: "quorum" } } },
    works: consumes("shop.events", "order.new", "billing.paid"),
    may: ["consume billing.paid", "purge billing.paid"],
  },
  {
    title: "consumes from a stream by AMQP",
    roles: { consumeFrom: ["billing.paid"] },
    grants: [nothing, nothing, "^(billing\\.paid)$"],
    stage: { ...events, queues: { "billing.paid": { type: "stream" } } },
    works: consumes("shop.events", "order.new", "billing.paid", { arguments: { "x-stream-offset": "first" } }),
    may: ["consume billing.paid", "purge billing.paid"],
  },
  ...["argument", "policy"].map(
    (how): Recipe => ({
      title: `rejects, and the broker dead-letters by the queue's ${how}`,
      roles: { consumeFrom: ["billing.paid"] },
      grants: [nothing, nothing, "^(billing\\.paid)$"],
      stage: {
        ...letters,
        queues: { "billing.paid": how === "argument" ? { deadLetterExchange: "billing.dead" } : {}, "billing.dlq": {} },
        ...(how === "policy" && { deadLetterPolicy: { queue: "billing.paid", exchange: "billing.dead" } }),
      },
      works: rejects("billing.paid", "billing.dlq"),
      may: ["consume billing.paid", "purge billing.paid"],
    }),
  ),
  {
    title: "publishes again to a retry exchange",
    roles: { consumeFrom: ["billing.work"], retryTo: ["billing.retry"] },
    grants: [nothing, "^(billing\\.retry)$", "^(billing\\.work)$"],
    stage: retries,
    works: moves("billing.work", "billing.retry", "again.paid", "billing.work"),
    may: ["consume billing.work", "purge billing.work", "publish billing.retry"],
  },
  {
    title: "takes dead letters back to work",
    roles: {
      consumeFrom: ["billing.work", "billing.dlq"],
      retryTo: [{ exchange: "billing.retry", routingKeys: ["again.*"] }],
    },
    grants: [nothing, "^(billing\\.retry)$", "^(billing\\.dlq|billing\\.work)$"],
    stage: retries,
    works: moves("billing.dlq", "billing.retry", "again.paid", "billing.work"),
    keys: ["again.paid", "again", "againxpaid", "first.paid"],
    may: [
      ...["consume billing.dlq", "purge billing.dlq", "consume billing.work", "purge billing.work"],
      "publish billing.retry again.paid",
    ],
  },
];
