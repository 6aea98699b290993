// Orders in a super stream, whose partitions several consumers can share, and an audit log in a single stream.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("streams");
const vhost = new rabbitmq.VHost("streams", { name: config.get("vhost") ?? "streams" });

// It only grows: more partitions are added in place, and the applications' rights grow with them.
const orders = new rabbitmq.SuperStream("orders", {
  vhost,
  name: "orders",
  partitions: config.getNumber("partitions") ?? 3,
  maxAge: "7D",
});
const audit = new rabbitmq.Queue("audit", { vhost, name: "audit", type: "stream", maxAge: "1Y" });

/** A user who may read a stream may also purge a queue of that name, which a stream refuses. */
const common = {
  vhost,
  server: config.get("amqp") ?? "amqp://127.0.0.1:5672",
  accept: ["purge"],
} satisfies Partial<rabbitmq.AppAccessArgs>;

// An application of a super stream may use its exchange and each of its partitions, and nothing else.
const checkout = new rabbitmq.AppAccess("streams-checkout", { ...common, publishToStream: [orders, audit] });
const billing = new rabbitmq.AppAccess("streams-billing", { ...common, consumeFromStream: [orders] });
const auditor = new rabbitmq.AppAccess("streams-auditor", { ...common, consumeFromStream: [audit] });

/** What each application needs to start: the URL, which is a secret, and the contract, which names the partitions. */
export const applications = Object.fromEntries(
  Object.entries({ checkout, billing, auditor }).map(([name, { url, contract }]) => [name, { url, contract }]),
);
