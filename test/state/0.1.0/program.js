// The program of the state beside it. Neither may be changed: stacks of 0.1.0 are like this one.
const pulumi = require("@pulumi/pulumi");
const rabbitmq = require("pulumi-rabbitmq-topology");

const changed = new pulumi.Config().getBoolean("changed") ?? false;
const rabbit = new pulumi.Config("rabbitmq");
const east = new rabbitmq.Provider("east", {
  endpoint: rabbit.require("endpoint"),
  username: rabbit.require("username"),
  password: rabbit.require("password"),
});

const vhost = new rabbitmq.VHost("vhost", {
  name: "state 0.1.0",
  description: changed ? "changed" : "as recorded",
  tags: ["state"],
  maxConnections: changed ? 60 : 50,
});
const dead = new rabbitmq.Exchange("dead", { vhost, name: "dead/letters", type: "fanout" });
const events = new rabbitmq.Exchange("events", {
  vhost,
  name: "events",
  type: "topic",
  alternateExchange: dead,
  arguments: { "x-note": { nested: [1, "1", true] } },
});
const orders = new rabbitmq.Queue("orders", {
  vhost,
  name: "orders",
  type: "classic",
  deadLetterExchange: dead,
  messageTtl: changed ? 70_000 : 60_000,
});
const log = new rabbitmq.Queue("log", { vhost, name: "log", type: "stream", maxAge: "7D" }, { provider: east });
new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: "order.#" });
new rabbitmq.Binding("log", { source: events, destination: log, arguments: { "x-note": 1 } });
new rabbitmq.Binding("dead", { source: dead, destination: events });
rabbitmq.Exchange.get("direct", pulumi.interpolate`${vhost.id}/amq.direct`);

const user = new rabbitmq.User("user", {
  name: "state 0.1.0",
  password: changed ? "changed päss:wörd" : "päss:wörd",
  tags: ["management"],
});
const rights = { vhost, user };
const topics = new rabbitmq.TopicPermissions("user", { ...rights, exchange: events, write: changed ? "^b" : "^a" });
new rabbitmq.Permissions(
  "user",
  { ...rights, write: changed ? "^(events|dead/letters)$" : "^events$" },
  { dependsOn: topics },
);
const definition = { "max-length": changed ? 6 : 5 };
new rabbitmq.Policy("policy", { vhost, name: "policy", pattern: "^orders$", applyTo: "queues", definition });
new rabbitmq.OperatorPolicy("bounds", { vhost, name: "bounds", pattern: "^orders$", definition });

new rabbitmq.AppAccess("app", {
  vhost,
  username: "state 0.1.0 app",
  rotate: changed ? "2" : "1",
  server: "amqp://broker.example",
  publishTo: [{ exchange: events, routingKeys: ["order.*"] }],
  consumeFrom: changed ? [orders, log] : [orders],
  accept: ["purge"],
});

const second = new rabbitmq.VHost("second", { name: "state 0.1.0 topology" });
new rabbitmq.VHostLimits("limits", { vhost: second, maxQueues: changed ? 70 : 60 });
new rabbitmq.Topology("topology", {
  vhost: second,
  users: { "state 0.1.0 part": { password: "s3cret of a part", tags: [] } },
  policies: { policy: { pattern: "^orders", applyTo: "queues", definition } },
  operatorPolicies: { bounds: { pattern: "^orders", applyTo: "queues", definition } },
  exchanges: { events: { type: "topic" }, "dead/letters": { type: "fanout" } },
  queues: {
    orders: { type: "quorum", deadLetterExchange: "dead/letters" },
    "the dead": { type: "classic", messageTtl: changed ? 70_000 : 60_000, arguments: { "x-note": [1, "1"] } },
    ...(changed ? { added: {} } : { removed: {} }),
  },
  bindings: [
    { source: "events", destination: "orders", routingKey: "order.#" },
    { source: "dead/letters", destination: "the dead" },
    { source: "events", destination: "dead/letters", destinationType: "exchange", arguments: { k: 1 } },
  ],
  topicPermissions: { "state 0.1.0 part": { events: { write: "^order\\." } } },
  permissions: { "state 0.1.0 part": { write: "^events$" } },
});
