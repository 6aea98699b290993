/**
 * @param {import("../workload").Workload} declared
 * @param {any[][]} lists the broker's exchanges, queues and bindings
 * @returns {string[]} the declared objects that the broker does not have, or has with other properties
 */
function differing({ exchanges, queues, bindings }, [hasExchanges, hasQueues, hasBindings]) {
  const has = new Set([
    ...hasExchanges.filter(({ type, durable }) => type === "topic" && durable).map(({ name }) => `exchange ${name}`),
    ...hasQueues.filter(({ type, durable }) => type === "classic" && durable).map(({ name }) => `queue ${name}`),
    ...hasBindings.map(({ source, destination, routing_key: key }) => `binding ${source} ${destination} ${key}`),
  ]);
  return [
    ...exchanges.map((name) => `exchange ${name}`),
    ...queues.map((name) => `queue ${name}`),
    ...bindings.map(({ source, destination, routingKey }) => `binding ${source} ${destination} ${routingKey}`),
  ].filter((object) => !has.has(object));
}

module.exports = { differing };
