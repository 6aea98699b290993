// The platform's stack. It hands over what each application needs, and nothing else.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("platform");
const vhost = new rabbitmq.VHost("shop", { name: config.get("vhost") ?? "shop" });
const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
const paid = new rabbitmq.Queue("paid", { vhost, name: "billing.paid", type: "quorum" });
new rabbitmq.Binding("paid", { source: events, destination: paid, routingKey: "order.*.paid" });

const { url, contract } = new rabbitmq.AppAccess("two-stacks-billing", {
  vhost,
  server: config.get("amqp") ?? "amqp://127.0.0.1:5672",
  owner: "the platform team",
  consumeFrom: [paid],
  accept: ["purge"],
});

/** A secret as a whole: the URL is one, and Pulumi prints `[secret]` instead of the contract. */
export const billing = pulumi.secret({ url, contract });
