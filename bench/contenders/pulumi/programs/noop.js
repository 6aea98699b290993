const pulumi = require("@pulumi/pulumi");
const { workload } = require("./workload");

const declared = require("./declared.json");
const { exchanges, queues, bindings } = workload(declared.vhost, declared.n, declared.changed);

/** A resource with exactly the properties that `single` declares, and a provider text of the same length. */
class Bare extends pulumi.CustomResource {
  constructor(kind, name, properties) {
    const text = `let m='resources-that-do-nothing/handler',r=require;try{r=r(m)}catch{r=r.main.require(m)}exports.handler=()=>r.lifecycle('${kind}')`;
    super(`pulumi-nodejs:dynamic/rabbitmq:${kind}`, name, { ...properties, __provider: text });
  }
}

const { name: vhost } = new Bare("VHost", "w", { name: declared.vhost });
const byName = new Map();
for (const name of exchanges) byName.set(name, new Bare("Exchange", name, { vhost, name, type: "topic" }));
for (const name of queues) byName.set(name, new Bare("Queue", name, { vhost, name, type: "classic" }));
for (const { source, destination, routingKey } of bindings) {
  const ends = { source: byName.get(source).name, destination: byName.get(destination).name };
  new Bare("Binding", destination, { vhost, ...ends, destinationType: "queue", routingKey });
}
