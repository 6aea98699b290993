const { workload } = require("./workload");
const rabbitmq = require("pulumi-rabbitmq-topology");

const declared = require("./declared.json");
const { exchanges, queues, bindings } = workload(declared.vhost, declared.n, declared.changed);

const vhost = new rabbitmq.VHost("w", { name: declared.vhost });
new rabbitmq.Topology("w", {
  vhost,
  exchanges: Object.fromEntries(exchanges.map((name) => [name, { type: "topic" }])),
  queues: Object.fromEntries(queues.map((name) => [name, { type: "classic" }])),
  bindings,
});
