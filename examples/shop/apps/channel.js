const app = require("pulumi-rabbitmq-topology/app");

const timeout = 10_000;

/** Connects as the user in AMQP_URL and verifies the contract. One error lists all that is missing, and who can fix it. */
async function connect() {
  const { AMQP_URL, CONTRACT } = process.env;
  const connection = await app.connect(AMQP_URL, JSON.parse(CONTRACT), { timeout });
  // Without a listener, a lost connection would end the process. Its channels report the loss too.
  connection.on("error", () => {});
  return connection;
}

/** Opens a channel that keeps the broker's reason for closing it. Without a listener, a refusal would close the connection. */
async function openChannel(connection) {
  const channel = await connection.createConfirmChannel();
  channel.on("error", (reason) => {
    channel.reason = reason;
  });
  return channel;
}

/** Resolves once the broker has stored the message in a queue, and rejects if no binding matches. */
function publish(channel, exchange, routingKey, content) {
  const body = Buffer.from(JSON.stringify(content));
  return new Promise((resolve, reject) => {
    const unroutable = () => reject(new Error(`no binding of exchange ${exchange} matches ${routingKey}`));
    channel.once("return", unroutable);
    channel.publish(exchange, routingKey, body, { mandatory: true, persistent: true }, (error) => {
      channel.off("return", unroutable);
      if (error) reject(channel.reason ?? error);
      else resolve();
    });
  });
}

/** Handles `count` messages, one at a time. A message is rejected if its handler returns false. */
async function consume(channel, queue, count, handle) {
  let remaining = count;
  let consumer;
  await channel.prefetch(1);
  await new Promise((resolve, reject) => {
    const next = async (message) => {
      if (!message) throw new Error(`the broker cancelled the consumer of queue ${queue}`);
      if (remaining === 0) return;
      const accepted = await handle(JSON.parse(message.content.toString()), message.fields.routingKey);
      if (accepted === false) channel.reject(message, false);
      else channel.ack(message);
      remaining -= 1;
      if (remaining === 0) resolve();
    };
    channel.on("error", reject);
    consumer = channel.consume(queue, (message) => next(message).catch(reject));
    consumer.catch(reject);
  });
  await channel.cancel((await consumer).consumerTag);
}

module.exports = { connect, openChannel, publish, consume };
