// What is published to "events" in the west is also published to "events" in the east, where a queue wants it.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("federation");

const provider = new rabbitmq.Provider("west", {
  endpoint: config.require("endpoint"),
  username: config.require("username"),
  password: config.requireSecret("password"),
});
const west = new rabbitmq.VHost("west", { name: "federation-west" }, { provider });
const events = { name: "events", type: "topic" };
const source = new rabbitmq.Exchange("events of the west", { vhost: west, ...events }, { provider });

// A federation link declares a queue and an exchange of its own in the west, whose names begin with "federation: ".
const link = new rabbitmq.User(
  "link",
  { name: "federation-link", password: config.requireSecret("link") },
  { provider },
);
const own = "^federation: ";
const rights = new rabbitmq.Permissions(
  "link",
  { vhost: west, user: link, configure: own, write: own, read: pulumi.interpolate`${own}|^${source.name}$` },
  { provider },
);

// The east's broker is that of the stack's configuration.
const east = new rabbitmq.VHost("east", { name: "federation-east" });
const upstream = new rabbitmq.FederationUpstream(
  "west",
  {
    vhost: east,
    name: "west",
    uri: pulumi.interpolate`amqp://${link.name}:${config.requireSecret("link")}@${config.require("host")}/${west.name}`,
    expires: 3_600_000, // the west forgets what waits for an east that is away for an hour
  },
  { dependsOn: rights },
);
new rabbitmq.Policy("west", {
  vhost: east,
  name: "west",
  pattern: "^events$",
  applyTo: "exchanges",
  definition: { "federation-upstream": upstream.name },
});
const target = new rabbitmq.Exchange("events of the east", { vhost: east, ...events });
const paid = new rabbitmq.Queue("paid", { vhost: east, name: "paid" });
new rabbitmq.Binding("paid", { source: target, destination: paid, routingKey: "order.*.paid" });
