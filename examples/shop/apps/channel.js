const app = require("pulumi-rabbitmq-topology/app");

const patience = 10_000;

/** Connects as the user that AMQP_URL names. What the contract promises and is not there is one error, with who can mend it. */
async function connect() {
  const { AMQP_URL, CONTRACT } = process.env;
  const connection = await app.connect(AMQP_URL, JSON.parse(CONTRACT), { timeout: patience });
  // The channels' users hear of it too, and one listener less would end the process.
  connection.on("error", () => {});
  return connection;
}

/** Gives a channel that keeps the reason when the broker closes it; without a listener it would take the connection down. */
async function openChannel(connection) {
  const channel = await connection.createConfirmChannel();
  channel.on("error", (reason) => {
    channel.reason = reason;
  });
  return channel;
}

/** Resolves once the broker has the message safe in a queue; that no queue takes it is an error. */
function publish(channel, exchange, routingKey, content) {
  const body = Buffer.from(JSON.stringify(content));
  return new Promise((resolve, reject) => {
    const unroutable = () => reject(new Error(`no queue takes ${routingKey} from exchange ${exchange}`));
    channel.once("return", unroutable);
    channel.publish(exchange, routingKey, body, { mandatory: true, persistent: true }, (error) => {
      channel.off("return", unroutable);
      if (error) reject(channel.reason ?? error);
      else resolve();
    });
  });
}

/** Handles `count` messages, one at a time; one whose handler gives false is rejected. */
async function consume(channel, queue, count, handle) {
  let remaining = count;
  let consumer;
  await channel.prefetch(1);
  await new Promise((resolve, reject) => {
    const next = async (message) => {
      if (!message) throw new Error(`queue ${queue} is gone`);
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
