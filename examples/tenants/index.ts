// Each tenant has a queue of orders and one for what it could not handle: thousands of objects, in one resource.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("tenants");
const tenants = Array.from({ length: config.getNumber("count") ?? 500 }, (_, index) => `tenant-${index}`);

const vhost = new rabbitmq.VHost("tenants", { name: config.get("vhost") ?? "tenants" });
const topology = new rabbitmq.Topology("tenants", {
  vhost,
  // What there is once is written as data ...
  exchanges: { orders: { type: "topic" }, failed: { type: "direct" } },
  policies: { limit: { pattern: "^tenant-", applyTo: "queues", definition: { "max-length": 100_000 } } },
  // ... and what there is many times, in a loop.
  define(t) {
    for (const tenant of tenants) {
      const orders = t.queue(`${tenant}.orders`, {
        type: "classic",
        deadLetterExchange: "failed",
        deadLetterRoutingKey: tenant,
      });
      const failed = t.queue(`${tenant}.failed`, { type: "classic" });
      t.bind({ source: "orders", destination: orders, routingKey: `order.*.${tenant}` });
      t.bind({ source: "failed", destination: failed, routingKey: tenant });
    }
  },
});

// What an application may use is given to it like a resource of its own.
const checkout = new rabbitmq.AppAccess("tenants-checkout", { vhost, publishTo: [topology.exchange("orders")] });

export const url = checkout.url;
export const objects = 3 + 4 * tenants.length;
