// Each tenant has a queue for orders, one for orders that it could not handle, and a user with limits, which logs in with a
// client certificate: thousands of objects in one resource.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("tenants");
const tenants = Array.from({ length: config.getNumber("count") ?? 500 }, (_, index) => `tenant-${index}`);

const vhost = new rabbitmq.VHost("tenants", { name: config.get("vhost") ?? "tenants" });
const topology = new rabbitmq.Topology("tenants", {
  vhost,
  // Objects that exist once are written as data.
  exchanges: { orders: { type: "topic" }, failed: { type: "direct" } },
  policies: { limit: { pattern: "^tenant-", applyTo: "queues", maxLength: 100_000 } },
  limits: { maxQueues: 2 * tenants.length },
  // Objects that exist for each tenant are added in a loop.
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
      t.user(tenant, { maxConnections: 2, maxChannels: 20 });
      t.permissions(tenant, { read: `^${tenant}\\.` });
    }
  },
});

// The exchange of the topology is passed like an Exchange resource.
const checkout = new rabbitmq.AppAccess("tenants-checkout", { vhost, publishTo: [topology.exchange("orders")] });

export const url = checkout.url;
export const objects = 4 + 6 * tenants.length;
