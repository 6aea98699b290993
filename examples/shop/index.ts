// The messaging of a shop. The platform declares all of it; the applications declare nothing.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const minute = 60_000;
const day = 24 * 60 * minute;

const config = new pulumi.Config("shop");
const vhost = new rabbitmq.VHost("shop", { name: config.get("vhost") ?? "shop", description: "Orders and invoices" });

const orders = new rabbitmq.Exchange("orders", { vhost, name: "orders", type: "topic" });
const broadcast = new rabbitmq.Exchange("broadcast", { vhost, name: "broadcast", type: "fanout" });
const deadLetters = new rabbitmq.Exchange("dead-letters", { vhost, name: "dead-letters", type: "fanout" });

// Orders must not get lost: a quorum queue is replicated, and orders that billing rejects or fails five times are dead-lettered.
const placed = new rabbitmq.Queue("billing.placed", {
  vhost,
  name: "billing.placed",
  type: "quorum",
  deliveryLimit: 5,
  deadLetterExchange: deadLetters,
});
const rejected = new rabbitmq.Queue("billing.rejected", { vhost, name: "billing.rejected", type: "quorum" });

const invoices = new rabbitmq.Queue("dashboard.invoices", {
  vhost,
  name: "dashboard.invoices",
  type: "classic",
  maxLength: 10_000,
});
// Messages expire after ten minutes. The broker deletes the queue after a day without use.
const live = new rabbitmq.Queue("dashboard.live", {
  vhost,
  name: "dashboard.live",
  type: "classic",
  messageTtl: 10 * minute,
  expires: day,
});

new rabbitmq.Binding("placed", { source: orders, destination: placed, routingKey: "order.placed" });
new rabbitmq.Binding("invoices", { source: orders, destination: invoices, routingKey: "invoice.#" });
new rabbitmq.Binding("broadcast", { source: orders, destination: broadcast, routingKey: "order.#" });
new rabbitmq.Binding("live", { source: broadcast, destination: live });
new rabbitmq.Binding("rejected", { source: deadLetters, destination: rejected });

/** The arguments of all applications. A user who may consume from a queue may also purge it, which is accepted here. */
const common = {
  vhost,
  server: config.get("amqp") ?? "amqp://127.0.0.1:5672",
  owner: "the shop's platform team",
  accept: ["purge"],
} satisfies Partial<rabbitmq.AppAccessArgs>;

const checkout = new rabbitmq.AppAccess("checkout", {
  ...common,
  publishTo: [{ exchange: orders, routingKeys: ["order.placed", "order.cancelled"] }],
});
const billing = new rabbitmq.AppAccess("billing", {
  ...common,
  publishTo: [{ exchange: orders, routingKeys: ["invoice.created"] }],
  consumeFrom: [placed],
});
// The access that billing needs in its next release. The queue for cancelled orders is not declared yet.
const billingNext = new rabbitmq.AppAccess("billing-next", {
  ...common,
  publishTo: [{ exchange: orders, routingKeys: ["invoice.created"] }],
  consumeFrom: [placed, "billing.cancelled"],
});
const dashboard = new rabbitmq.AppAccess("dashboard", { ...common, consumeFrom: [invoices, live] });

/** What each application needs to start: the URL, which is a secret, and the contract, which is not. */
export const applications = Object.fromEntries(
  Object.entries({ checkout, billing, "billing-next": billingNext, dashboard }).map(([name, { url, contract }]) => [
    name,
    { url, contract },
  ]),
);
export const vhostName = vhost.name;
