import type { Recipe, Stage } from "../recipe";
import { binds, usesExchangeOfItsOwn, usesQueueOfItsOwn } from "../uses/amqp";

const stage: Stage = {
  exchanges: {
    "shop.events": { type: "topic" },
    "audit.events": { type: "topic" },
    "billing.dead": { type: "fanout" },
  },
  queues: { "billing.paid": {}, "audit.all": {} },
  bindings: [{ source: "audit.events", destination: "audit.all", routingKey: "#" }],
};
const serverNamed = ["amq.gen-1", "amq.gen", "xamq.gen-1", "amqxgen-1"];
const withPrefix = ["billing.tmp.1", "billing.tmp", "billing.tmpx1", "xbilling.tmp.1", "billingxtmp.1", "billing.tm"];
const own = (name: string) => ["declareQueue", "deleteQueue", "consume", "purge"].map((verb) => `${verb} ${name}`);
const bindingKeys = ["order.*", "invoice.#"];
const narrow = ["order.*", "order.new", "invoice.#", "invoice.a.*", "invoice"];
const broad = ["#", "order.#", "*.new", "*.*", "order.new.eu", "orderxnew", "payment.new", "invoices.#"];

/** What the application declares or binds itself. */
export const owning: Recipe[] = [
  {
    title: "subscribes by a queue that the broker names",
    roles: { temporaryQueues: [{ from: "shop.events" }] },
    grants: ["^(amq\\.gen-.*)$", "^(amq\\.gen-.*)$", "^(shop\\.events|amq\\.gen-.*)$"],
    stage,
    queues: serverNamed,
    works: usesQueueOfItsOwn({ name: "", from: "shop.events", key: "order.new" }),
    may: [...own("amq.gen-1"), "bindQueue amq.gen-1 from shop.events"],
  },
  {
    title: "subscribes by a queue with a prefix",
    roles: { temporaryQueues: [{ from: "shop.events", prefix: "billing.tmp." }] },
    grants: ["^(billing\\.tmp\\..*)$", "^(billing\\.tmp\\..*)$", "^(shop\\.events|billing\\.tmp\\..*)$"],
    stage,
    queues: withPrefix,
    works: usesQueueOfItsOwn({ name: "billing.tmp.7", from: "shop.events", key: "order.new" }),
    may: [...own("billing.tmp.1"), "bindQueue billing.tmp.1 from shop.events"],
  },
  {
    title: "subscribes by a temporary queue with some binding keys",
    roles: { temporaryQueues: [{ from: "shop.events", bindingKeys }] },
    grants: ["^(amq\\.gen-.*)$", "^(amq\\.gen-.*)$", "^(shop\\.events|amq\\.gen-.*)$"],
    stage,
    queues: serverNamed,
    works: usesQueueOfItsOwn({ name: "", from: "shop.events", key: "order.new" }),
    keys: [...narrow, ...broad],
    may: [...own("amq.gen-1"), ...narrow.map((key) => `bindQueue amq.gen-1 from shop.events ${key}`)],
  },
  {
    title: "has temporary queues that are bound to nothing",
    roles: { temporaryQueues: [{}] },
    grants: ["^(amq\\.gen-.*)$", "^$", "^(amq\\.gen-.*)$"],
    stage,
    queues: serverNamed,
    works: usesQueueOfItsOwn({ name: "" }),
    may: own("amq.gen-1"),
  },
  {
    title: "binds the platform's queue",
    roles: { bindQueue: [{ queue: "billing.paid", from: "shop.events" }] },
    grants: ["^$", "^(billing\\.paid)$", "^(shop\\.events)$"],
    stage,
    works: binds("Queue", "billing.paid", "shop.events", "order.new", "billing.paid"),
    may: ["bindQueue billing.paid from shop.events"],
  },
  {
    title: "binds the platform's queue with some binding keys",
    roles: { bindQueue: [{ queue: "billing.paid", from: "shop.events", bindingKeys }] },
    grants: ["^$", "^(billing\\.paid)$", "^(shop\\.events)$"],
    stage,
    works: binds("Queue", "billing.paid", "shop.events", "order.new", "billing.paid"),
    keys: [...narrow, ...broad],
    may: narrow.map((key) => `bindQueue billing.paid from shop.events ${key}`),
  },
  {
    title: "binds an exchange, and may publish to it",
    roles: { bindExchange: [{ exchange: "audit.events", from: "shop.events" }] },
    grants: ["^$", "^(audit\\.events)$", "^(shop\\.events)$"],
    stage,
    works: binds("Exchange", "audit.events", "shop.events", "order.new", "audit.all"),
    may: ["publish audit.events", "bindExchange audit.events from shop.events"],
  },
  {
    title: "binds an exchange with some binding keys",
    roles: { bindExchange: [{ exchange: "audit.events", from: "shop.events", bindingKeys }] },
    grants: ["^$", "^(audit\\.events)$", "^(shop\\.events)$"],
    stage,
    works: binds("Exchange", "audit.events", "shop.events", "order.new", "audit.all"),
    keys: [...narrow, ...broad],
    may: [
      ...[...narrow, ...broad].map((key) => `publish audit.events ${key}`),
      ...narrow.map((key) => `bindExchange audit.events from shop.events ${key}`),
    ],
  },
  {
    title: "binds an exchange, and may consume from a queue with its source's name",
    roles: { bindExchange: [{ exchange: "audit.events", from: "shop.events" }] },
    grants: ["^$", "^(audit\\.events)$", "^(shop\\.events)$"],
    stage: { ...stage, queues: { ...stage.queues, "shop.events": {} } },
    works: binds("Exchange", "audit.events", "shop.events", "order.new", "audit.all"),
    may: [
      ...["publish audit.events", "bindExchange audit.events from shop.events"],
      ...["consume shop.events", "purge shop.events"],
    ],
  },
  {
    title: "declares a queue",
    roles: { declareQueue: ["billing.mine"] },
    grants: ["^(billing\\.mine)$", "^$", "^$"],
    stage,
    queues: ["billing.mine", "billingxmine", "billing.minex", "xbilling.mine", "billing"],
    works: usesQueueOfItsOwn({ name: "billing.mine" }),
    may: ["declareQueue billing.mine", "deleteQueue billing.mine"],
  },
  {
    title: "declares a queue with dead letters",
    roles: { declareQueue: [{ queue: "billing.mine", deadLetterExchange: "billing.dead" }] },
    grants: ["^(billing\\.mine)$", "^(billing\\.dead)$", "^(billing\\.mine)$"],
    stage,
    queues: ["billing.mine", "billingxmine", "billing.minex", "xbilling.mine", "billing"],
    works: usesQueueOfItsOwn({ name: "billing.mine", deadLetterExchange: "billing.dead" }),
    may: [...own("billing.mine"), "publish billing.dead"],
  },
  {
    title: "declares a queue with dead letters by the default exchange",
    roles: { declareQueue: [{ queue: "billing.mine", deadLetterExchange: "" }] },
    grants: ["^(billing\\.mine)$", "^(amq\\.default)$", "^(billing\\.mine)$"],
    stage,
    queues: ["billing.mine", "billingxmine"],
    works: usesQueueOfItsOwn({ name: "billing.mine", deadLetterExchange: "" }),
    may: [...own("billing.mine"), "publish amq.default"],
  },
  {
    title: "declares, binds and reads its own queue",
    roles: {
      declareQueue: ["billing.mine"],
      bindQueue: [{ queue: "billing.mine", from: "shop.events" }],
      consumeFrom: ["billing.mine"],
    },
    grants: ["^(billing\\.mine)$", "^(billing\\.mine)$", "^(billing\\.mine|shop\\.events)$"],
    stage,
    queues: ["billing.mine", "billingxmine"],
    works: usesQueueOfItsOwn({ name: "billing.mine", from: "shop.events", key: "order.new" }),
    may: [...own("billing.mine"), "bindQueue billing.mine from shop.events"],
  },
  {
    title: "declares an exchange",
    roles: { declareExchange: ["shop.events"] },
    grants: ["^(shop\\.events)$", "^$", "^$"],
    stage,
    works: usesExchangeOfItsOwn("shop.events"),
    may: ["declareExchange shop.events", "deleteExchange shop.events"],
  },
  {
    title: "declares an exchange with an alternate one",
    roles: { declareExchange: [{ exchange: "billing.mine", alternateExchange: "billing.dead" }] },
    grants: ["^(billing\\.mine)$", "^(billing\\.dead)$", "^(billing\\.mine)$"],
    stage,
    exchanges: ["billing.mine", "billingxmine"],
    works: usesExchangeOfItsOwn("billing.mine", "billing.dead"),
    may: [
      ...["declareExchange billing.mine", "deleteExchange billing.mine", "publish billing.dead"],
      // Who may read from its own exchange may bind the one that it may publish to.
      "bindExchange billing.dead from billing.mine",
    ],
  },
];
