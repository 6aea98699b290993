// The messaging of a shop: the platform declares all of it, the three applications declare nothing.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const minute = 60_000;
const day = 24 * 60 * minute;

const config = new pulumi.Config("shop");
const vhost = new rabbitmq.VHost("shop", { name: config.get("vhost") ?? "shop", description: "Orders and invoices" });

const orders = new rabbitmq.Exchange("orders", { vhost, name: "orders", type: "topic" });
const broadcast = new rabbitmq.Exchange("broadcast", { vhost, name: "broadcast", type: "fanout" });
const deadLetters = new rabbitmq.Exchange("dead-letters", { vhost, name: "dead-letters", type: "fanout" });

// Orders must not get lost: replicated, and what billing rejects or fails at five times is set aside.
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
// Temporary: worthless after ten minutes, and gone once nobody has watched for a day.
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

/** What every application has in common; whoever consumes may purge too, and that is fine here. */
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
// What billing will ask for in its next release. The queue for cancelled orders is yet to be declared.
const billingNext = new rabbitmq.AppAccess("billing-next", {
  ...common,
  publishTo: [{ exchange: orders, routingKeys: ["invoice.created"] }],
  consumeFrom: [placed, "billing.cancelled"],
});
const dashboard = new rabbitmq.AppAccess("dashboard", { ...common, consumeFrom: [invoices, live] });

/** For each application, what it needs at its start: the URL, a secret, and the contract, which is none. */
export const applications = Object.fromEntries(
  Object.entries({ checkout, billing, "billing-next": billingNext, dashboard }).map(([name, { url, contract }]) => [
    name,
    { url, contract },
  ]),
);
export const vhostName = vhost.name;
