/**
 * One block for each object, with references. `for_each` would be slower: OpenTofu visits all instances for each instance.
 * @param {import("../../workload").Workload} declared
 */
function configuration({ vhost, exchanges, queues, bindings }) {
  const within = { vhost: of("rabbitmq_vhost.w.name") };
  const blocks = (items, nameOf, block) => Object.fromEntries(items.map((item) => [label(nameOf(item)), block(item)]));
  const itself = (name) => name;
  return {
    terraform: { required_providers: { rabbitmq: { source: "cyrilgdn/rabbitmq" } } },
    provider: { rabbitmq: {} },
    resource: {
      rabbitmq_vhost: { w: { name: vhost } },
      rabbitmq_exchange: blocks(exchanges, itself, (name) => ({
        ...within,
        name,
        settings: { type: "topic", durable: true },
      })),
      rabbitmq_queue: blocks(queues, itself, (name) => ({
        ...within,
        name,
        settings: { durable: true, auto_delete: false, arguments: { "x-queue-type": "classic" } },
      })),
      rabbitmq_binding: blocks(
        bindings,
        ({ destination }) => destination,
        ({ source, destination, routingKey }) => ({
          ...within,
          source: of(`rabbitmq_exchange.${label(source)}.name`),
          destination: of(`rabbitmq_queue.${label(destination)}.name`),
          destination_type: "queue",
          routing_key: routingKey,
        }),
      ),
    },
  };
}

/** An expression of OpenTofu's language. */
const of = (expression) => `\${${expression}}`;

const label = (name) => name.replaceAll(".", "_");

module.exports = { configuration };
