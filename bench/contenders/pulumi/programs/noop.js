const pulumi = require("@pulumi/pulumi");
const { workload } = require("./workload");

const declared = require("./declared.json");
const { exchanges, queues, bindings } = workload(declared.vhost, declared.n, declared.changed);

/** The same bytes as a resource of ours has in the state, down to the length of this text. */
class Nothing extends pulumi.CustomResource {
  constructor(kind, name, inputs) {
    const text = `let m='resources-that-do-nothing/handler',r=require;try{r=r(m)}catch{r=r.main.require(m)}exports.handler=()=>r.lifecycle('${kind}')`;
    super(`pulumi-nodejs:dynamic/rabbitmq:${kind}`, name, { ...inputs, __provider: text });
  }
}

const { name: vhost } = new Nothing("VHost", "w", { name: declared.vhost });
const byName = new Map();
for (const name of exchanges) {
  const inputs = { vhost, name, type: "topic", durable: true, autoDelete: false, internal: false };
  byName.set(name, new Nothing("Exchange", name, inputs));
}
for (const name of queues)
  byName.set(name, new Nothing("Queue", name, { vhost, name, type: "classic", durable: true, autoDelete: false }));
for (const { source, destination, routingKey } of bindings) {
  const ends = { source: byName.get(source).name, destination: byName.get(destination).name };
  new Nothing("Binding", destination, { vhost, ...ends, destinationType: "queue", routingKey });
}
