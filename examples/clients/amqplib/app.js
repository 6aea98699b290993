// An application with amqplib. The platform declares all objects; the application checks, publishes and consumes.
const { randomUUID } = require("node:crypto");
const amqp = require("amqplib");

async function connect() {
  const connection = await amqp.connect(process.env.AMQP_URL, { noDelay: true, timeout: 10_000 });
  // Without this listener a lost connection ends the process.
  connection.on("error", (error) => console.error(error.message));
  return connection;
}

async function openChannel(connection) {
  const channel = await connection.createConfirmChannel();
  // Without this listener a refusal closes the whole connection. Only this event has the reason of a refused publish.
  channel.on("error", (reason) => {
    channel.reason = reason;
  });
  return channel;
}

/** checkExchange and checkQueue check that an object exists. assertExchange and assertQueue declare it, which the broker refuses. */
async function check(channel) {
  await channel.checkExchange("events");
  await channel.checkQueue("orders");
}

/** Resolves once a queue has the message, and rejects if the broker refuses it or no binding matches. */
function publish(channel, exchange, routingKey, body) {
  const messageId = randomUUID();
  return new Promise((resolve, reject) => {
    const onReturn = ({ fields, properties }) => {
      if (properties.messageId === messageId)
        reject(new Error(`${fields.replyText}: no binding matches ${routingKey}`));
    };
    channel.on("return", onReturn);
    const options = { mandatory: true, persistent: true, messageId };
    channel.publish(exchange, routingKey, Buffer.from(body), options, (error) => {
      channel.off("return", onReturn);
      if (error) reject(channel.reason ?? error);
      else resolve();
    });
  });
}

async function consume(channel, queue, handle) {
  await channel.prefetch(10);
  await channel.consume(queue, (message) => {
    if (!message) throw new Error(`the broker cancelled the consumer of queue ${queue}`);
    handle(message.content.toString());
    channel.ack(message);
  });
}

async function main() {
  const connection = await connect();
  const channel = await openChannel(connection);
  await check(channel);
  console.log("exchange events and queue orders exist");
  await publish(channel, "events", "order.new", "order 1");
  console.log("published order 1");
  const received = await new Promise((resolve, reject) => consume(channel, "orders", resolve).catch(reject));
  console.log("consumed", received);
  await channel.close();
  await connection.close();
}

module.exports = { connect, openChannel, publish };

if (require.main === module) {
  setTimeout(() => process.exit(1), 30_000).unref(); // ends the example if it hangs
  main();
}
