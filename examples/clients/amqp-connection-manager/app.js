// An application with amqp-connection-manager. The platform declares all objects; the application checks, publishes and consumes.
const { randomUUID } = require("node:crypto");
const { once } = require("node:events");
const amqp = require("amqp-connection-manager");

function connect() {
  const connectionOptions = { noDelay: true, timeout: 10_000 };
  const manager = amqp.connect([process.env.AMQP_URL], { connectionOptions, reconnectTimeInSeconds: 1 });
  // Only this event reports a wrong password, or a vhost that the user may not use. The manager retries for ever.
  manager.on("connectFailed", ({ err }) => console.error(err.message));
  // A refusal closes the connection. Only this event has the reason of a refused publish.
  manager.on("disconnect", ({ err }) => {
    manager.reason = err;
  });
  return manager;
}

/** Runs at each connect. It adds no 'error' listener to the channel: with one, the manager would not reopen it after a refusal. */
async function check(channel) {
  await channel.checkExchange("events");
  await channel.checkQueue("orders");
}

async function openChannel(manager, setup) {
  const channel = manager.createChannel({ setup });
  // If setup fails, waitForConnect() waits for ever; once() rejects at the first 'error'.
  await once(channel, "connect");
  channel.on("error", (error) => console.error(error.message));
  return channel;
}

/** Returns a publish function. It resolves once a queue has the message, and rejects if the broker refuses it or no binding matches. */
async function createPublisher(manager, channel) {
  const unroutable = new Set();
  await channel.addSetup((each) => each.on("return", ({ properties }) => unroutable.add(properties.messageId)));
  return async (exchange, routingKey, body) => {
    const messageId = randomUUID();
    const options = { mandatory: true, persistent: true, messageId, timeout: 10_000 };
    await channel.publish(exchange, routingKey, Buffer.from(body), options).catch((error) => {
      throw error.message === "channel closed" ? (manager.reason ?? error) : error;
    });
    if (unroutable.delete(messageId)) throw new Error(`NO_ROUTE: no binding matches ${routingKey}`);
  };
}

async function consume(channel, queue, handle) {
  const onMessage = (message) => {
    handle(message.content.toString());
    channel.ack(message);
  };
  await channel.consume(queue, onMessage, { prefetch: 10 });
}

async function main() {
  const manager = connect();
  const channel = await openChannel(manager, check);
  console.log("exchange events and queue orders exist");
  const publish = await createPublisher(manager, channel);
  await publish("events", "order.new", "order 1");
  console.log("published order 1");
  const received = await new Promise((resolve, reject) => consume(channel, "orders", resolve).catch(reject));
  console.log("consumed", received);
  await channel.close();
  await manager.close();
}

module.exports = { connect, openChannel, createPublisher };

if (require.main === module) {
  setTimeout(() => process.exit(1), 30_000).unref(); // ends the example if it hangs
  main();
}
