/**
 * @typedef {object} Workload one vhost and N objects in it
 * @property {string} vhost
 * @property {string[]} exchanges N/5, topic
 * @property {string[]} queues 2N/5, durable and classic
 * @property {Array<{ source: string, destination: string, routingKey: string }>} bindings 2N/5
 */

/**
 * @param {string} vhost
 * @param {number} n
 * @param {boolean} [changed] one binding's routing key
 * @returns {Workload}
 */
function workload(vhost, n, changed = false) {
  const exchanges = names("exchange", n / 5);
  const queues = names("queue", (2 * n) / 5);
  const bindings = queues.map((destination, i) => ({
    source: exchanges[i % exchanges.length],
    destination,
    routingKey: changed && i === 0 ? "order.changed.#" : `order.${i}.*`,
  }));
  return { vhost, exchanges, queues, bindings };
}

const names = (kind, count) => Array.from({ length: count }, (_, i) => `shop.${kind}.${i}`);

module.exports = { workload };
