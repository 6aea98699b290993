/**
 * One block for each kind, which is the fastest that OpenTofu has: the references are `depends_on`, since an expression
 * that names an instance makes it look at all of them.
 * @param {import("../../workload").Workload} declared
 */
function configuration({ vhost, exchanges, queues, bindings }) {
  const within = { vhost: of("rabbitmq_vhost.w.name") };
  const byName = (names) => Object.fromEntries(names.map((name) => [name, {}]));
  const byDestination = Object.fromEntries(bindings.map((binding) => [binding.destination, binding]));
  return {
    terraform: { required_providers: { rabbitmq: { source: "cyrilgdn/rabbitmq" } } },
    provider: { rabbitmq: {} },
    locals: { exchanges: byName(exchanges), queues: byName(queues), bindings: byDestination },
    resource: {
      rabbitmq_vhost: { w: { name: vhost } },
      rabbitmq_exchange: {
        w: {
          ...within,
          for_each: of("local.exchanges"),
          name: of("each.key"),
          settings: { type: "topic", durable: true },
        },
      },
      rabbitmq_queue: {
        w: {
          ...within,
          for_each: of("local.queues"),
          name: of("each.key"),
          settings: { durable: true, auto_delete: false, arguments: { "x-queue-type": "classic" } },
        },
      },
      rabbitmq_binding: {
        w: {
          ...within,
          for_each: of("local.bindings"),
          source: of("each.value.source"),
          destination: of("each.key"),
          destination_type: "queue",
          routing_key: of("each.value.routingKey"),
          depends_on: ["rabbitmq_exchange.w", "rabbitmq_queue.w"],
        },
      },
    },
  };
}

/** An expression of OpenTofu's language. */
const of = (expression) => `\${${expression}}`;

module.exports = { configuration };
