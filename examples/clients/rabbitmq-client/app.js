// An application with rabbitmq-client. The platform declares all objects; the application checks, publishes and consumes.
const { randomUUID } = require("node:crypto");
const { setImmediate: nextTurn } = require("node:timers/promises");
const { Connection } = require("rabbitmq-client");

function connect() {
  const connection = new Connection({ url: process.env.AMQP_URL, acquireTimeout: 10_000 });
  // Only this event reports a wrong password, or a vhost that the user may not use. The client retries for ever.
  connection.on("error", (error) => console.error(error.message));
  return connection;
}

/** With passive, the calls check that an object exists. Without it, they declare, which the broker refuses. */
async function check(connection) {
  await connection.exchangeDeclare({ exchange: "events", passive: true });
  await connection.queueDeclare({ queue: "orders", passive: true });
}

function createPublisher(connection) {
  // Without confirm, a refused publish reports no error. The client declares all of `exchanges` that are not passive.
  const publisher = connection.createPublisher({ confirm: true, exchanges: [{ exchange: "events", passive: true }] });
  const unroutable = new Set();
  publisher.on("basic.return", ({ messageId }) => unroutable.add(messageId));

  /** Resolves once a queue has the message, and rejects if the broker refuses it or no binding matches. */
  async function publish(exchange, routingKey, body) {
    const messageId = randomUUID();
    await publisher.send({ exchange, routingKey, messageId, mandatory: true, durable: true }, body);
    await nextTurn(); // "basic.return" is emitted one turn after send() has resolved
    if (unroutable.delete(messageId)) throw new Error(`NO_ROUTE: no binding matches ${routingKey}`);
  }
  return { publish, close: () => publisher.close() };
}

function createConsumer(connection, queue, handle) {
  // A consumer declares its queue. With passive, it only checks that the queue exists.
  const options = { queue, queueOptions: { passive: true }, qos: { prefetchCount: 10 } };
  return connection.createConsumer(options, (message) => handle(message.body));
}

async function main() {
  const connection = connect();
  await check(connection);
  console.log("exchange events and queue orders exist");
  const publisher = createPublisher(connection);
  await publisher.publish("events", "order.new", "order 1");
  console.log("published order 1");
  let consumer;
  const received = await new Promise((resolve, reject) => {
    consumer = createConsumer(connection, "orders", resolve).on("error", reject);
  });
  console.log("consumed", received);
  await consumer.close();
  await publisher.close();
  await connection.close();
}

module.exports = { connect, createPublisher, createConsumer };

if (require.main === module) {
  setTimeout(() => process.exit(1), 30_000).unref(); // ends the example if it hangs
  main();
}
