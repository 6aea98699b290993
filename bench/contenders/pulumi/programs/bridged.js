const pulumi = require("@pulumi/pulumi");
const { workload } = require("./workload");

const declared = require("./declared.json");
const { exchanges, queues, bindings } = workload(declared.vhost, declared.n, declared.changed);

/** Registers the same resources as the classes of the npm package @pulumi/rabbitmq, which need not be installed. */
const resource = (type) =>
  class extends pulumi.CustomResource {
    constructor(name, properties) {
      super(`rabbitmq:index/${type}`, name, properties);
    }
  };
const [VHost, Exchange, Queue, Binding] = ["vHost:VHost", "exchange:Exchange", "queue:Queue", "binding:Binding"].map(
  resource,
);

const { name: vhost } = new VHost("w", { name: declared.vhost });
const byName = new Map();
for (const name of exchanges)
  byName.set(name, new Exchange(name, { vhost, name, settings: { type: "topic", durable: true } }));
for (const name of queues) {
  const settings = { durable: true, arguments: { "x-queue-type": "classic" } };
  byName.set(name, new Queue(name, { vhost, name, settings }));
}
for (const { source, destination, routingKey } of bindings) {
  const ends = { source: byName.get(source).name, destination: byName.get(destination).name };
  new Binding(destination, { vhost, ...ends, destinationType: "queue", routingKey });
}
