// Run by the real CLI: PROGRAM tells the shape, the vhost, and whether it is the program after the change.
const rabbitmq = require("pulumi-rabbitmq-topology");

const { shape, vhost, isChanged } = JSON.parse(String(process.env["PROGRAM"]));

const events = { type: "topic", ...(isChanged && { alternateExchange: "amq.fanout" }) };
const orders = { type: "classic", ...(isChanged && { maxLength: 10 }) };
const named = isChanged ? "renamed" : "named";
const limit = { pattern: "^orders$", definition: { "max-length": isChanged ? 6 : 5 } };
const binding = { source: "events", destination: "orders", routingKey: "order.#" };

if (shape === "singles") {
  const exchange = new rabbitmq.Exchange("events", { vhost, name: "events", ...events });
  const queue = new rabbitmq.Queue("orders", { vhost, name: "orders", ...orders });
  // The resource gets another name, and keeps its object.
  new rabbitmq.Queue(isChanged ? "kept-2" : "kept", { vhost, name: "kept", type: "classic" });
  new rabbitmq.Queue("named", { vhost, name: named, type: "classic" });
  new rabbitmq.Binding("orders", { ...binding, source: exchange, destination: queue });
  new rabbitmq.Policy("limit", { vhost, name: "limit", ...limit });
} else {
  new rabbitmq.Topology("all", {
    vhost,
    exchanges: { events },
    queues: { orders, kept: { type: "classic" }, [named]: { type: "classic" } },
    bindings: [binding],
    policies: { limit },
  });
}
if (shape === "access") {
  const routingKeys = [isChanged ? "invoice.#" : "order.#"];
  new rabbitmq.AppAccess("app", {
    vhost,
    username: `app of ${vhost}`,
    publishTo: [{ exchange: "events", routingKeys }],
    consumeFrom: ["orders"],
    accept: ["purge"],
  });
}
