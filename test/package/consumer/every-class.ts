import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config();

const provider = new rabbitmq.Provider("east", {
  endpoint: "https://broker.example:15671/rabbitmq",
  username: config.require("username"),
  password: config.requireSecret("password"),
  timeout: 10,
  insecure: pulumi.output(false),
  headers: { "x-tenant": config.require("tenant") },
  onExisting: "fail",
});
const options = { provider, dependsOn: [provider], aliases: [{ name: "former" }] };

const vhost = new rabbitmq.VHost("shop", { name: "shop", defaultQueueType: "quorum", maxQueues: 100 }, options);
new rabbitmq.VHost("named", { name: pulumi.interpolate`${vhost.name}-2`, tags: ["a", vhost.name] });

const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic", alternateExchange: "rest" });
new rabbitmq.Exchange("hash", { vhost: "/", name: "hash", type: "x-consistent-hash" });
const audit = new rabbitmq.Exchange("audit", { vhost: vhost.name, name: "audit", type: Promise.resolve("fanout") });

const paid = new rabbitmq.Queue("paid", {
  vhost,
  name: "billing.paid",
  type: "quorum",
  deadLetterExchange: audit,
  messageTtl: config.getNumber("ttl") ?? 60_000,
  arguments: { "x-note": { nested: [1, "1", true] } },
});
new rabbitmq.Queue("log", { vhost: "shop", name: "log", type: "stream", maxAge: "7D" });

const superStream = new rabbitmq.SuperStream("orders", { vhost, name: "orders", partitions: 3, maxAge: "7D" });
new rabbitmq.SuperStream("regions", { vhost: "shop", name: "regions", routingKeys: ["emea", audit.name] });

new rabbitmq.Binding("paid", { source: events, destination: paid, routingKey: "order.*.paid" });
new rabbitmq.Binding("audit", { source: events, destination: audit });
new rabbitmq.Binding("log", { vhost: "shop", source: "events", destination: "log", destinationType: "queue" });

const billing = new rabbitmq.User("billing", { name: "billing", password: config.requireSecret("billing"), tags: [] });
new rabbitmq.User("hashed", {
  name: "hashed",
  passwordHash: `${"A".repeat(90)}A=`,
  hashingAlgorithm: "rabbit_password_hashing_sha512",
});
new rabbitmq.Permissions("billing", { vhost, user: billing, write: pulumi.interpolate`^${events.name}$` });
new rabbitmq.Permissions("other", { vhost: "/", user: "other" }, { provider });
new rabbitmq.TopicPermissions("billing", { vhost, user: billing, exchange: events, write: "^order\\." });
new rabbitmq.Policy("dead", {
  vhost,
  name: "dead",
  pattern: rabbitmq.exactly(paid, "other"),
  applyTo: "quorum_queues",
  deadLetterExchange: audit,
  definition: { "delivery-limit": 20 },
});
const pattern: string = rabbitmq.startingWith("bounded.");
new rabbitmq.OperatorPolicy("bounds", { vhost, name: "bounds", pattern, maxLength: 1_000_000 });
new rabbitmq.VHostLimits("theirs", { vhost: "theirs", maxConnections: 100, maxQueues: -1 });
new rabbitmq.FeatureFlag("khepri", { name: "khepri_db" });
const clusterName = new rabbitmq.ClusterName("name", { name: "production" });
clusterName.formerName satisfies pulumi.Output<string | undefined>;
new rabbitmq.UserLimits("theirs", { user: "theirs", maxConnections: 100, maxChannels: -1 });
const upstream = new rabbitmq.FederationUpstream("west", {
  vhost,
  name: "west",
  uri: [config.requireSecret("west"), "amqp://west.example"],
  queueType: "quorum",
});
new rabbitmq.FederationUpstreamSet("both", {
  vhost,
  name: "both",
  upstreams: [{ upstream, maxHops: 2 }, { upstream: "east" }],
});
new rabbitmq.Shovel("paid", {
  vhost,
  name: "paid",
  srcUri: "amqp:///shop",
  srcQueue: paid,
  destUri: config.requireSecret("west"),
  destExchange: "events",
  srcDeleteAfter: 5,
});
new rabbitmq.Parameter("any", { vhost, component: "any", name: "any", value: { list: [1, vhost.name] } });
new rabbitmq.GlobalParameter("any", { name: "any", value: config.requireSecret("any") });

const topology = new rabbitmq.Topology("all", {
  vhost,
  exchanges: { all: { type: "topic" }, later: pulumi.output({ type: "fanout", durable: false }) },
  queues: {
    all: { type: "quorum", deadLetterExchange: audit, messageTtl: config.getNumber("ttl") ?? 60_000 },
    plain: {},
  },
  superStreams: { log: { partitions: 2 }, regions: { routingKeys: ["emea", "apac"] } },
  bindings: [
    { source: "all", destination: "all", routingKey: pulumi.interpolate`${events.name}.#` },
    { source: events, destination: "all" },
  ],
  policies: { ttl: { pattern: "^all$", applyTo: "queues", definition: { "message-ttl": 5 } } },
  operatorPolicies: { bounds: { pattern: "", definition: { "max-length": 1_000_000 } } },
  limits: { maxQueues: 10 },
  users: { app: { password: config.requireSecret("app"), tags: [] } },
  permissions: { app: { read: "^all$" } },
  topicPermissions: { app: { all: { write: "^order\\." } } },
  federationUpstreams: { west: { uri: config.requireSecret("west") } },
  federationUpstreamSets: { both: { upstreams: [{ upstream: "west" }] } },
  shovels: { all: { srcUri: "amqp:///", destUri: ["amqp:///"], srcQueue: "all", destQueue: "plain" } },
  parameters: { any: { any: { value: [1] } } },
  define(t) {
    const more: rabbitmq.TopologyPart<"Queue"> = t.queue("more", {
      deadLetterExchange: t.exchange("dlx", { type: "fanout" }),
    });
    t.bind({ source: "all", destination: more });
  },
});
new rabbitmq.Binding("part", { source: topology.exchange("all"), destination: topology.queue("plain") });
new rabbitmq.AppAccess("part", { vhost, publishTo: [topology.exchange("all")], consumeFrom: [topology.queue("all")] });
new rabbitmq.AppAccess("streams", {
  vhost,
  publishToStream: [superStream, { superStream: topology.superStream("log") }, { superStream: "a", partitions: 2 }],
  consumeFromStream: [superStream, { superStream, storesOffset: true }, topology.superStream("regions")],
});

const existing: rabbitmq.Queue = rabbitmq.Queue.get("existing", "shop/existing", { provider });
const fromOutput: rabbitmq.VHost = rabbitmq.VHost.get("default", vhost.id);
new rabbitmq.Binding("existing", { source: events, destination: existing });
new rabbitmq.Queue("inherited", { vhost: fromOutput, name: "inherited" }, { import: "/inherited", protect: true });

const something: unknown = paid;
if (rabbitmq.Queue.isInstance(something)) something.messageTtl.apply((milliseconds) => milliseconds);
if (rabbitmq.Provider.isInstance(something)) something.isRabbitMQ satisfies boolean;

const args: rabbitmq.QueueArgs = { vhost, name: "typed" };
const component = new pulumi.ComponentResource("example:Shop", "shop", {}, { providers: [provider] });
new rabbitmq.Queue("typed", args, { parent: component, deletedWith: vhost });

const theirs: Promise<rabbitmq.Found<rabbitmq.Queue>> = rabbitmq.getQueue(
  { vhost: "shop", name: "paid" },
  { provider },
);
const limit: pulumi.Output<number | undefined> = rabbitmq.getQueueOutput(
  { vhost, name: paid.name },
  { dependsOn: [paid] },
).maxLength;
const propertiesKey = rabbitmq.getBindingOutput({ source: events, destination: paid, routingKey: "#" }).propertiesKey;
rabbitmq.getUsersOutput({ provider }).apply((users) => users.map(({ passwordHash }) => passwordHash));
rabbitmq.getEffectivePolicyOutput({ vhost, queue: paid }).definition.apply((definition) => definition["max-length"]);
rabbitmq.getConnectionsOutput({ user: billing }).apply((all) => all.map(({ peerHost }) => peerHost));
Promise.all([
  theirs,
  rabbitmq.getOverview(),
  rabbitmq.getQueueCounts({ vhost: "/", name: "q" }, { parent: component }),
]);
pulumi.all([limit, propertiesKey]).apply(([most, key]) => (most ?? 0) + key.length);
