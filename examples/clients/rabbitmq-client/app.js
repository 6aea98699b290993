// An application with rabbitmq-client: the platform has declared everything, so it only looks, publishes and consumes.
const { randomUUID } = require("node:crypto");
const { setImmediate: nextTurn } = require("node:timers/promises");
const { Connection } = require("rabbitmq-client");

function connect() {
  const connection = new Connection({ url: process.env.AMQP_URL, acquireTimeout: 10_000 });
  // A wrong password and a closed vhost are only told here; it tries again for ever.
  connection.on("error", (error) => console.error(error.message));
  return connection;
}

/** passive asks whether it is there; without it these are declarations, and refused. */
async function check(connection) {
  await connection.exchangeDeclare({ exchange: "events", passive: true });
  await connection.queueDeclare({ queue: "orders", passive: true });
}

function createPublisher(connection) {
  // Without confirm a refused publish is silent. What is listed in `exchanges` is declared, unless it is passive.
  const publisher = connection.createPublisher({ confirm: true, exchanges: [{ exchange: "events", passive: true }] });
  const unroutable = new Set();
  publisher.on("basic.return", ({ messageId }) => unroutable.add(messageId));

  /** Resolves once a queue has the message, and rejects if it is refused or no queue takes it. */
  async function publish(exchange, routingKey, body) {
    const messageId = randomUUID();
    await publisher.send({ exchange, routingKey, messageId, mandatory: true, durable: true }, body);
    await nextTurn(); // "basic.return" is told one turn late
    if (unroutable.delete(messageId)) throw new Error(`NO_ROUTE: no queue takes ${routingKey}`);
  }
  return { publish, close: () => publisher.close() };
}

function createConsumer(connection, queue, handle) {
  // A consumer declares its queue: passive makes that a question.
  const options = { queue, queueOptions: { passive: true }, qos: { prefetchCount: 10 } };
  return connection.createConsumer(options, (message) => handle(message.body));
}

async function main() {
  const connection = connect();
  await check(connection);
  console.log("exchange events and queue orders are there");
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
  setTimeout(() => process.exit(1), 30_000).unref(); // an example must come to an end
  main();
}
