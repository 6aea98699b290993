const { enabledPlugins, overview } = require("./api");

/** @returns {Promise<import("./ready").Broker | undefined>} the broker in RABBITMQ_ENDPOINT; it is never stopped */
async function externalBroker() {
  const { RABBITMQ_ENDPOINT, RABBITMQ_USERNAME = "guest", RABBITMQ_PASSWORD = "guest" } = process.env;
  if (!RABBITMQ_ENDPOINT) return;
  const endpoint = RABBITMQ_ENDPOINT.replace(/\/+$/, "");
  const access = { endpoint, username: RABBITMQ_USERNAME, password: RABBITMQ_PASSWORD };
  const { node, rabbitmq_version: version } = await overview(access);
  const plugins = await enabledPlugins(access, node);
  const amqpUrl = process.env.RABBITMQ_AMQP_URL ?? amqpUrlOf(access);
  return { ...access, version, from: "RABBITMQ_ENDPOINT", node, amqpUrl, plugins, stop: async () => {} };
}

function amqpUrlOf({ endpoint, username, password }) {
  return `amqp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${new URL(endpoint).hostname}`;
}

module.exports = { externalBroker };
