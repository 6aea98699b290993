// Operations that the application may not do, and how amqp-connection-manager reports them. A refusal closes the connection, so each attempt opens one.
const { connect, openChannel, createPublisher } = require("./app");

const attempts = {
  "declare exchange events": (channel) => channel.assertExchange("events", "topic"),
  "declare queue orders": (channel) => channel.assertQueue("orders"),
  "check exchange events": (channel) => channel.checkExchange("events"),
  "check queue orders": (channel) => channel.checkQueue("orders"),
  "check queue orders.next": (channel) => channel.checkQueue("orders.next"),
  "check queue invoices": (channel) => channel.checkQueue("invoices"),
  "publish order.unknown": (_, publish) => publish("events", "order.unknown", "unroutable"),
  "publish invoice.new": (_, publish) => publish("events", "invoice.new", "not granted"),
  "publish to exchange audit": (_, publish) => publish("audit", "order.new", "not granted"),
  "send to queue orders": (_, publish) => publish("", "orders", "not granted"),
  "consume from queue invoices": (channel) => channel.consume("invoices", () => {}),
  "bind queue orders": (channel) => channel.bindQueue("orders", "events", "order.#"),
  "purge queue invoices": (channel) => channel.purgeQueue("invoices"),
  "delete queue orders": (channel) => channel.deleteQueue("orders"),
};

async function withConnection(work) {
  const manager = connect();
  try {
    return await work(manager);
  } catch (error) {
    return `code ${error.code}: ${error.message}`;
  } finally {
    await manager.close();
  }
}

function declareInSetup() {
  return withConnection(async (manager) => {
    const channel = manager.createChannel({ setup: (each) => each.assertExchange("events", "topic") });
    const codes = [];
    await new Promise((resolve) => {
      channel.on("error", ({ code }) => codes.push(code) === 3 && resolve());
    });
    return `'error' ${codes.join(", ")} and so on`;
  });
}

function listenToErrorsOfTheChannel() {
  return withConnection(async (manager) => {
    const channel = await openChannel(manager, (each) => each.on("error", () => {}));
    const publish = (exchange) =>
      channel.publish(exchange, "order.new", Buffer.from(""), { timeout: 1000 }).catch(({ message }) => message);
    return `${await publish("audit")}, and the next publish: ${await publish("events")}`;
  });
}

async function main() {
  for (const [title, attempt] of Object.entries(attempts)) {
    const result = await withConnection(async (manager) => {
      const channel = await openChannel(manager);
      await attempt(channel, await createPublisher(manager, channel));
      return "ok";
    });
    console.log(`${title}: ${result}`);
  }
  console.log(`declare in setup: ${await declareInSetup()}`);
  console.log(`refused publish with an 'error' listener on the channel: ${await listenToErrorsOfTheChannel()}`);
}

setTimeout(() => process.exit(1), 30_000).unref(); // ends the example if it hangs
main();
