import * as rabbitmq from "pulumi-rabbitmq-topology";
import data from "./topology.json";

const vhost = new rabbitmq.VHost("shop", { name: "shop", onExisting: "takeOver" });
const { vhost: _, ...objects } = data;

new rabbitmq.Topology("whole", data);
new rabbitmq.Topology("with another vhost", { ...data, vhost });
new rabbitmq.Topology("with more", {
  ...objects,
  vhost,
  define(t) {
    t.queue("more", { protect: true });
  },
});
new rabbitmq.Topology("section", { vhost, queues: data.queues });

// What a literal says is still checked, word by word.
// @ts-expect-error no vhost
new rabbitmq.Topology("homeless", objects);
// @ts-expect-error no such word
new rabbitmq.Topology("overflow", { vhost, queues: { q: { overflow: "drop" } } });
// @ts-expect-error no such word
new rabbitmq.Topology("applyTo", { vhost, policies: { p: { pattern: "", applyTo: "all queues" } } });
// @ts-expect-error no such word
new rabbitmq.Topology("destinationType", { vhost, bindings: [{ source: "", destination: "", destinationType: "q" }] });
// @ts-expect-error no such word
new rabbitmq.Topology("srcDeleteAfter", { vhost, shovels: { s: { srcUri: "", destUri: "", srcDeleteAfter: "now" } } });
// @ts-expect-error no such word
new rabbitmq.Topology("onExisting", { vhost, onExisting: "replace" });
// @ts-expect-error no such number
new rabbitmq.Topology("version", { vhost, queues: { q: { version: 3 } } });
// @ts-expect-error a misspelt argument
new rabbitmq.Topology("durabel", { vhost, queues: { q: { durabel: true } } });
// @ts-expect-error a misspelt section
new rabbitmq.Topology("queus", { vhost, queus: {} });
const wrong = { vhost: "shop", queues: { q: { durable: "yes" } } };
// @ts-expect-error a value of another type, also from a file
new rabbitmq.Topology("wrong", wrong);
