/**
 * Tells the stack how to reach the broker.
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
    // What is on somebody else's broker already is not for `npm stop` to delete; the shop's own messages are.
    "rabbitmq:onExisting": isPrivate ? "adopt" : "fail",
    "rabbitmq:forceDestroy": "true",
  };
  await stack.configure(settings, { "rabbitmq:password": broker.password });
}

module.exports = { configure };
