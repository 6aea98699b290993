const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { startBroker } = require("../dev/broker");
const { BrokerApi } = require("./broker-api");
const { startCountingProxy } = require("./counting-proxy");

/**
 * Runs work with a broker, a client for it, a proxy that counts requests, and a temporary folder; then ends all of them.
 * @template T
 * @param {{ version: string, lifetime: number, log: (line: string) => void }} options
 * @param {(tools: object) => Promise<T>} work
 */
async function withBroker(options, work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rabbitmq-topology-bench-"));
  const ends = [() => fs.rmSync(folder, { recursive: true, force: true })];
  try {
    const broker = await startBroker({ ...options, dir: path.join(folder, "broker") });
    ends.unshift(() => broker.stop());
    const api = new BrokerApi(broker);
    ends.unshift(() => api.close());
    const proxy = await startCountingProxy(broker.endpoint);
    ends.unshift(() => proxy.close());
    return await work({ broker, api, proxy, folder });
  } finally {
    for (const end of ends) await end();
  }
}

module.exports = { withBroker };
