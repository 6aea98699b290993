// Operations that the application may not do, and how rabbitmq-client reports them. A refusal closes the channel, so each attempt opens one.
const { connect, createPublisher, createConsumer } = require("./app");

const attempts = {
  "declare exchange events": (channel) => channel.exchangeDeclare({ exchange: "events", type: "topic", durable: true }),
  "declare queue orders": (channel) => channel.queueDeclare({ queue: "orders", durable: true }),
  "check exchange events": (channel) => channel.exchangeDeclare({ exchange: "events", passive: true }),
  "check queue orders": (channel) => channel.queueDeclare({ queue: "orders", passive: true }),
  "check queue orders.next": (channel) => channel.queueDeclare({ queue: "orders.next", passive: true }),
  "check queue invoices": (channel) => channel.queueDeclare({ queue: "invoices", passive: true }),
  "publish order.unknown": (_, publish) => publish("events", "order.unknown", "unroutable"),
  "publish invoice.new": (_, publish) => publish("events", "invoice.new", "not granted"),
  "publish to exchange audit": (_, publish) => publish("audit", "order.new", "not granted"),
  "send to queue orders": (_, publish) => publish("", "orders", "not granted"),
  "consume from queue invoices": (channel) => channel.basicConsume({ queue: "invoices" }, () => {}),
  "bind queue orders": (channel) => channel.queueBind({ queue: "orders", exchange: "events", routingKey: "order.#" }),
  "purge queue invoices": (channel) => channel.queuePurge("invoices"),
  "delete queue orders": (channel) => channel.queueDelete("orders"),
};

async function result(attempt) {
  try {
    await attempt();
    return "ok";
  } catch (error) {
    return error.code ? `${error.name} ${error.code}: ${error.message}` : error.message;
  }
}

/** A consumer reports a refusal only in its 'error' event, and retries for ever. */
function started(consumer) {
  return new Promise((resolve, reject) => consumer.on("ready", resolve).on("error", reject)).finally(() =>
    consumer.close(),
  );
}

async function main() {
  const connection = connect();
  const { publish, close } = createPublisher(connection);
  for (const [title, attempt] of Object.entries(attempts)) {
    const channel = await connection.acquire();
    console.log(`${title}: ${await result(() => attempt(channel, publish))}`);
    await channel.close();
  }
  const nothing = async () => {};
  const consumer = createConsumer(connection, "orders", nothing);
  console.log(`createConsumer, passive: ${await result(() => started(consumer))}`);
  const declaring = connection.createConsumer({ queue: "orders" }, nothing);
  console.log(`createConsumer that declares: ${await result(() => started(declaring))}`);
  const channel = await connection.acquire();
  console.log(`basicConsume, no declare: ${await result(() => channel.basicConsume({ queue: "orders" }, nothing))}`);
  await channel.close();
  const unconfirmed = connection.createPublisher();
  console.log(`publish without confirm: ${await result(() => unconfirmed.send({ exchange: "audit" }, "not granted"))}`);
  await unconfirmed.close();
  await close();
  await connection.close();
}

setTimeout(() => process.exit(1), 30_000).unref(); // ends the example if it hangs
main();
