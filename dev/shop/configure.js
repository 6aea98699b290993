const { randomBytes } = require("node:crypto");

const APPS = ["checkout", "billing", "dashboard"];

/**
 * Tells the stack how to reach the broker, and makes up the applications' passwords, once.
 * @param {Awaited<ReturnType<import("./stack").openStack>>} stack
 * @param {import("../broker/start").Broker} broker
 * @param {{ isPrivate: boolean }} options
 */
async function configure(stack, broker, { isPrivate }) {
  const known = await stack.configuration();
  const { protocol, host } = new URL(broker.amqpUrl);
  const settings = {
    "rabbitmq:endpoint": broker.endpoint,
    "rabbitmq:username": broker.username,
    "shop:amqp": `${protocol}//${host}`,
    // What is on somebody else's broker already is not for `npm stop` to delete; the shop's own messages are.
    "rabbitmq:onExisting": isPrivate ? "adopt" : "fail",
    "rabbitmq:forceDestroy": "true",
  };
  const passwords = APPS.map((app) => `shop:${app}Password`)
    .filter((key) => !known[key])
    .map((key) => [key, randomBytes(18).toString("base64url")]);
  await stack.configure(settings, { "rabbitmq:password": broker.password, ...Object.fromEntries(passwords) });
}

module.exports = { configure };
