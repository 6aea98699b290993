const { workload } = require("./workload");
const rabbitmq = require("pulumi-rabbitmq-topology");

const declared = require("./declared.json");
const { exchanges, queues, bindings } = workload(declared.vhost, declared.n, declared.changed);

const vhost = new rabbitmq.VHost("w", { name: declared.vhost });
const byName = new Map();
for (const name of exchanges) byName.set(name, new rabbitmq.Exchange(name, { vhost, name, type: "topic" }));
for (const name of queues) byName.set(name, new rabbitmq.Queue(name, { vhost, name, type: "classic" }));
for (const { source, destination, routingKey } of bindings)
  new rabbitmq.Binding(destination, { source: byName.get(source), destination: byName.get(destination), routingKey });
