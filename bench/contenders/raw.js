const { BrokerApi } = require("../broker-api");
const { PHASES } = require("../phases");
const { workload } = require("../workload");
const { differing } = require("./raw-compare");
const { exchangeBody, paths, queueBody } = require("./raw-objects");

const raw = {
  name: "raw",
  family: "raw",
  title: "raw HTTP, 16 at once (the broker's floor)",
  counted: true,
  phases: PHASES,
  async open({ n, vhost, access }) {
    const api = new BrokerApi(access);
    const declared = workload(vhost, n);
    const path = paths(vhost);
    const all = (items, request) => Promise.all(items.map(request));

    async function create(signal) {
      await api.request("PUT", path.vhost, { body: {}, signal });
      await all(declared.exchanges, (name) => api.request("PUT", path.exchange(name), { body: exchangeBody, signal }));
      await all(declared.queues, (name) => api.request("PUT", path.queue(name), { body: queueBody, signal }));
      await all(declared.bindings, (binding) => bind(binding, signal));
    }

    const bind = ({ routingKey, ...ends }, signal) =>
      api.request("POST", path.bindings(ends), { body: { routing_key: routingKey }, signal });

    const unbind = (binding, signal) => api.request("DELETE", path.binding(binding), { signal });

    async function compare(signal) {
      const lists = await all([path.exchanges, path.queues, path.allBindings], (list) =>
        api.request("GET", list, { signal }),
      );
      const missing = differing(declared, lists);
      if (missing.length > 0) throw new Error(`not as declared: ${missing[0]}`);
    }

    async function change(signal) {
      const old = declared.bindings[0];
      declared.bindings[0] = workload(vhost, n, true).bindings[0];
      await bind(declared.bindings[0], signal);
      await unbind(old, signal);
    }

    async function destroy(signal) {
      await all(declared.bindings, (binding) => unbind(binding, signal));
      await all(declared.queues, (name) => api.request("DELETE", path.queue(name), { signal }));
      await all(declared.exchanges, (name) => api.request("DELETE", path.exchange(name), { signal }));
      await api.request("DELETE", path.vhost, { signal });
    }

    const ways = {
      "first up": create,
      preview: compare,
      "no-change up": compare,
      refresh: compare,
      "one change": change,
      destroy,
    };
    return { run: (phase, signal) => ways[phase](signal), close: () => api.close() };
  },
};

module.exports = { raw };
