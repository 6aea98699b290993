/**
 * Configures the stack with the broker's addresses and credentials.
 * @param {Awaited<ReturnType<import("./stack").openStack>>} stack
 * @param {import("../broker/start").Broker} broker
 * @param {{ isPrivate: boolean }} options
 */
async function configure(stack, broker, { isPrivate }) {
  const { protocol, host } = new URL(broker.amqpUrl);
  const settings = {
    "rabbitmq:endpoint": broker.endpoint,
    "rabbitmq:username": broker.username,
    "shop:amqp": `${protocol}//${host}`,
    // `npm stop` must not delete objects that existed on another user's broker. It may delete the shop's messages.
    "rabbitmq:onExisting": isPrivate ? "adopt" : "fail",
    "rabbitmq:forceDestroy": "true",
  };
  await stack.configure(settings, { "rabbitmq:password": broker.password });
}

module.exports = { configure };
