const { BrokerApi } = require("../broker-api");
const { workload } = require("../workload");
const { exchangeBody, paths, queueBody } = require("./raw-objects");

const definitions = {
  name: "definitions",
  family: "definitions",
  title: "definitions import (removes nothing)",
  counted: true,
  phases: ["first up", "no-change up", "one change", "destroy"],
  async open({ n, vhost, access }) {
    const api = new BrokerApi(access);
    const path = paths(vhost);
    const load = (changed, signal) => api.request("POST", path.definitions, { body: file(vhost, n, changed), signal });
    const ways = {
      "first up": async (signal) => {
        await api.request("PUT", path.vhost, { body: {}, signal });
        await load(false, signal);
      },
      "no-change up": (signal) => load(false, signal),
      "one change": (signal) => load(true, signal),
      destroy: (signal) => api.request("DELETE", path.vhost, { signal }),
    };
    return { run: (phase, signal) => ways[phase](signal), close: () => api.close() };
  },
};

function file(vhost, n, changed) {
  const { exchanges, queues, bindings } = workload(vhost, n, changed);
  return {
    exchanges: exchanges.map((name) => ({ name, ...exchangeBody })),
    queues: queues.map((name) => ({ name, ...queueBody })),
    bindings: bindings.map(({ source, destination, routingKey }) => ({
      source,
      destination,
      destination_type: "queue",
      routing_key: routingKey,
      arguments: {},
    })),
  };
}

module.exports = { definitions };
