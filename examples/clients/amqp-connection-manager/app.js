// An application with amqp-connection-manager: the platform has declared everything, so it only looks, publishes and consumes.
const { randomUUID } = require("node:crypto");
const { once } = require("node:events");
const amqp = require("amqp-connection-manager");

function connect() {
  const connectionOptions = { noDelay: true, timeout: 10_000 };
  const manager = amqp.connect([process.env.AMQP_URL], { connectionOptions, reconnectTimeInSeconds: 1 });
  // A wrong password and a closed vhost are only told here; it tries again for ever.
  manager.on("connectFailed", ({ err }) => console.error(err.message));
  // A refusal ends the connection, and only here a refused publish has its reason.
  manager.on("disconnect", ({ err }) => {
    manager.reason = err;
  });
  return manager;
}

/** Runs at each connect. The channel gets no 'error' listener: after a refusal it would never be opened again. */
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

/** Gives a function that resolves once a queue has the message, and rejects if it is refused or no queue takes it. */
async function createPublisher(manager, channel) {
  const unroutable = new Set();
  await channel.addSetup((each) => each.on("return", ({ properties }) => unroutable.add(properties.messageId)));
  return async (exchange, routingKey, body) => {
    const messageId = randomUUID();
    const options = { mandatory: true, persistent: true, messageId, timeout: 10_000 };
    await channel.publish(exchange, routingKey, Buffer.from(body), options).catch((error) => {
      throw error.message === "channel closed" ? (manager.reason ?? error) : error;
    });
    if (unroutable.delete(messageId)) throw new Error(`NO_ROUTE: no queue takes ${routingKey}`);
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
  console.log("exchange events and queue orders are there");
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
  setTimeout(() => process.exit(1), 30_000).unref(); // an example must come to an end
  main();
}
