import type { Recipe } from "../recipe";
import { getsFrom, sendAttempts, sendsTo, subscribeAttemptsTo } from "../uses/stomp";

const stage = {
  exchanges: { "amq.topic": { type: "topic" }, "shop.events": { type: "topic" } },
  queues: { "billing.paid": {}, "billing/café": {} },
  bindings: [
    { source: "shop.events", destination: "billing.paid", routingKey: "order.#" },
    { source: "amq.topic", destination: "billing.paid", routingKey: "news.#" },
  ],
};
const own = (name: string) => ["declareQueue", "deleteQueue", "consume", "purge"].map((verb) => `${verb} ${name}`);
const subscriptions = "stomp-subscription-.*";
const queues = ["stomp-subscription-1", "stomp-subscription", "xstomp-subscription-1"];

const everySend = [
  ...[
    "/exchange/shop.events/order.new",
    "/exchange/shop.events/order",
    "/exchange/shop.events",
    "/exchange/shopxevents/order.new",
  ],
  ...[
    "/topic/news.today",
    "/topic/news",
    "/topic/order.new",
    "/queue/billing.paid",
    "/queue/billing.new",
    "/amq/queue/billing.paid",
  ],
];
const everySubscription = [
  ...[
    "/exchange/shop.events/order.new",
    "/exchange/shop.events/order.*",
    "/exchange/shop.events/#",
    "/exchange/other.events/a",
  ],
  ...["/topic/news.today", "/topic/news.#", "/topic/#", "/queue/billing.paid", "/queue/billing.new"],
  ...["/amq/queue/billing.paid", "/amq/queue/other.queue"],
];
const attempts = [...sendAttempts(...everySend), ...subscribeAttemptsTo(...everySubscription)];
const sends = (...destinations: string[]) => destinations.map((destination) => `stomp: send ${destination}`);
const subscribes = (...destinations: string[]) => destinations.map((destination) => `stomp: subscribe ${destination}`);
const base = { stage, queues, attempts, protocol: "stomp" } as const;

export const stomp: Recipe[] = [
  {
    title: "sends by STOMP to an exchange",
    roles: { stomp: [{ send: ["/exchange/shop.events/order.*"] }] },
    grants: ["^$", "^(shop\\.events)$", "^$"],
    ...base,
    works: sendsTo("/exchange/shop.events/order.new", "billing.paid"),
    keys: ["order.new", "order", "orderxnew"],
    may: ["publish shop.events order.new", ...sends("/exchange/shop.events/order.new")],
  },
  {
    title: "sends by STOMP to an exchange with any key",
    roles: { stomp: [{ send: ["/exchange/shop.events"] }] },
    grants: ["^$", "^(shop\\.events)$", "^$"],
    ...base,
    works: sendsTo("/exchange/shop.events/order.new", "billing.paid"),
    may: [
      "publish shop.events",
      ...sends("/exchange/shop.events/order.new", "/exchange/shop.events/order", "/exchange/shop.events"),
    ],
  },
  {
    title: "sends by STOMP to a topic",
    roles: { stomp: [{ send: ["/topic/news.*"] }] },
    grants: ["^$", "^(amq\\.topic)$", "^$"],
    ...base,
    works: sendsTo("/topic/news.today", "billing.paid"),
    keys: ["news.today", "news", "newsxtoday"],
    may: ["publish amq.topic news.today", ...sends("/topic/news.today")],
  },
  {
    title: "sends by STOMP to a queue of its own",
    roles: { stomp: [{ send: ["/queue/billing.new"] }] },
    grants: ["^(billing\\.new)$", "^(amq\\.default)$", "^$"],
    ...base,
    queues: [...queues, "billing.new", "billingxnew"],
    works: sendsTo("/queue/billing.new", "billing.new"),
    may: [
      ...["declareQueue billing.new", "deleteQueue billing.new", "publish amq.default"],
      ...sends("/queue/billing.new", "/amq/queue/billing.paid"),
    ],
  },
  {
    title: "sends by STOMP to the platform's queue",
    roles: { stomp: [{ send: ["/amq/queue/billing.paid"] }] },
    grants: ["^$", "^(amq\\.default)$", "^$"],
    ...base,
    works: sendsTo("/amq/queue/billing.paid", "billing.paid"),
    may: ["publish amq.default", ...sends("/amq/queue/billing.paid")],
  },
  {
    title: "subscribes by STOMP to an exchange",
    roles: { stomp: [{ subscribe: ["/exchange/shop.events/order.*"] }] },
    grants: [`^(${subscriptions})$`, `^(${subscriptions})$`, `^(shop\\.events|${subscriptions})$`],
    ...base,
    works: async (scene) => {
      await getsFrom("/exchange/shop.events/order.*", "shop.events", "order.new")(scene);
      // A durable one outlives the connection.
      await getsFrom("/exchange/shop.events/order.new", "shop.events", "order.new", {
        id: "mine",
        durable: "true",
        "auto-delete": "false",
      })(scene);
    },
    keys: ["order.new", "order.*", "#", "*.new"],
    may: [
      ...own("stomp-subscription-1"),
      ...["order.new", "order.*"].map((key) => `bindQueue stomp-subscription-1 from shop.events ${key}`),
      ...subscribes("/exchange/shop.events/order.new", "/exchange/shop.events/order.*"),
    ],
  },
  {
    title: "subscribes by STOMP to a topic",
    roles: { stomp: [{ subscribe: ["/topic/news.#"] }] },
    grants: [`^(${subscriptions})$`, `^(${subscriptions})$`, `^(amq\\.topic|${subscriptions})$`],
    ...base,
    works: getsFrom("/topic/news.#", "amq.topic", "news.today"),
    keys: ["news.today", "news.#", "#"],
    may: [
      ...own("stomp-subscription-1"),
      ...["news.today", "news.#"].map((key) => `bindQueue stomp-subscription-1 from amq.topic ${key}`),
      ...subscribes("/topic/news.today", "/topic/news.#"),
    ],
  },
  {
    title: "subscribes by STOMP to a queue of its own",
    roles: { stomp: [{ subscribe: ["/queue/billing.new"] }] },
    grants: ["^(billing\\.new)$", "^$", "^(billing\\.new)$"],
    ...base,
    queues: [...queues, "billing.new", "billingxnew"],
    works: getsFrom("/queue/billing.new", "", "billing.new"),
    may: [...own("billing.new"), ...subscribes("/queue/billing.new")],
  },
  {
    title: "subscribes by STOMP to the platform's queue",
    roles: { stomp: [{ subscribe: ["/amq/queue/billing.paid"] }] },
    grants: ["^$", "^$", "^(billing\\.paid)$"],
    ...base,
    works: getsFrom("/amq/queue/billing.paid", "shop.events", "order.new"),
    may: ["consume billing.paid", "purge billing.paid", ...subscribes("/amq/queue/billing.paid")],
  },
  {
    title: "subscribes by STOMP to a queue with a slash in its name",
    roles: { stomp: [{ subscribe: ["/amq/queue/billing%2Fcafé"] }] },
    grants: ["^$", "^$", "^(billing/café)$"],
    ...base,
    works: getsFrom("/amq/queue/billing%2Fcafé", "", "billing/café"),
    may: ["consume billing/café", "purge billing/café"],
  },
];
