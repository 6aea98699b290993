const segment = encodeURIComponent;

const exchangeBody = { type: "topic", durable: true, auto_delete: false, internal: false, arguments: {} };
const queueBody = { durable: true, auto_delete: false, arguments: { "x-queue-type": "classic" } };

/** The management API's paths for a vhost and its objects. */
function paths(name) {
  const vhost = segment(name);
  const bindings = ({ source, destination }) => `bindings/${vhost}/e/${segment(source)}/q/${segment(destination)}`;
  return {
    vhost: `vhosts/${vhost}`,
    definitions: `definitions/${vhost}`,
    exchange: (exchange) => `exchanges/${vhost}/${segment(exchange)}`,
    queue: (queue) => `queues/${vhost}/${segment(queue)}`,
    bindings,
    /** The broker's name for a binding without arguments is its routing key, percent-encoded. */
    binding: ({ routingKey, ...ends }) => `${bindings(ends)}/${segment(segment(routingKey).replaceAll("*", "%2A"))}`,
    exchanges: `exchanges/${vhost}?disable_stats=true`,
    queues: `queues/${vhost}?disable_stats=true`,
    allBindings: `bindings/${vhost}`,
  };
}

module.exports = { exchangeBody, paths, queueBody };
