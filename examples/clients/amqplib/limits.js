// Operations that the application may not do, and how amqplib reports them. A refusal closes the channel, so each attempt opens one.
const { connect, openChannel, publish } = require("./app");

const attempts = {
  "declare exchange events": (channel) => channel.assertExchange("events", "topic"),
  "declare queue orders": (channel) => channel.assertQueue("orders"),
  "check exchange events": (channel) => channel.checkExchange("events"),
  "check queue orders": (channel) => channel.checkQueue("orders"),
  "check queue orders.next": (channel) => channel.checkQueue("orders.next"),
  "check queue invoices": (channel) => channel.checkQueue("invoices"),
  "publish order.unknown": (channel) => publish(channel, "events", "order.unknown", "unroutable"),
  "publish invoice.new": (channel) => publish(channel, "events", "invoice.new", "not granted"),
  "publish to exchange audit": (channel) => publish(channel, "audit", "order.new", "not granted"),
  "send to queue orders": (channel) => publish(channel, "", "orders", "not granted"),
  "consume from queue invoices": (channel) => channel.consume("invoices", () => {}),
  "bind queue orders": (channel) => channel.bindQueue("orders", "events", "order.#"),
  "purge queue invoices": (channel) => channel.purgeQueue("invoices"),
  "delete queue orders": (channel) => channel.deleteQueue("orders"),
};

async function result(attempt, channel) {
  try {
    await attempt(channel);
  } catch (error) {
    return `code ${error.code}: ${error.message}`;
  }
  await channel.close();
  return "ok";
}

/** The rejection of a refused publish has no reason. Only the channel's 'error' event has it. */
async function publishWithoutReason(connection) {
  const channel = await openChannel(connection);
  channel.publish("audit", "order.new", Buffer.from("not granted"));
  return result(() => channel.waitForConfirms());
}

async function publishWithoutConfirms(connection) {
  const channel = await connection.createChannel();
  const refused = new Promise((resolve) => channel.on("error", resolve));
  const returned = channel.publish("audit", "order.new", Buffer.from("not granted"));
  return `returned ${returned}, then channel 'error' ${(await refused).code}`;
}

async function checkWithoutErrorListener(connection) {
  const lost = new Promise((resolve) => connection.on("error", resolve));
  const channel = await connection.createChannel();
  const { code } = await channel.checkQueue("orders.next").catch((error) => error);
  return `code ${code}, and connection 'error' ${(await lost).code}: the connection is closed`;
}

async function main() {
  const connection = await connect();
  for (const [title, attempt] of Object.entries(attempts)) {
    console.log(`${title}: ${await result(attempt, await openChannel(connection))}`);
  }
  console.log(`publish without the 'error' event: ${await publishWithoutReason(connection)}`);
  console.log(`publish without confirms: ${await publishWithoutConfirms(connection)}`);
  console.log(`check on a channel without 'error' listener: ${await checkWithoutErrorListener(connection)}`);
}

setTimeout(() => process.exit(1), 30_000).unref(); // ends the example if it hangs
main();
