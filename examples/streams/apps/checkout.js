// Publishes orders to the super stream: the client hashes each order's number to a partition. Writes one line of audit.
const { run } = require("./run");

const count = Number(process.env.ORDERS ?? 6);

run(async (client) => {
  const orders = await client.declareSuperStreamPublisher(
    { superStream: "orders" },
    (_content, { messageProperties }) => messageProperties.messageId,
  );
  for (let number = 1; number <= count; number++) {
    await orders.send(Buffer.from(`order ${number}`), { messageProperties: { messageId: String(number) } });
  }
  await orders.close();
  const audit = await client.declarePublisher({ stream: "audit" });
  const confirmed = new Promise((resolve, reject) =>
    audit.on("publish_confirm", (error) => (error ? reject(error) : resolve())),
  );
  await audit.send(Buffer.from(`checkout placed ${count} orders`));
  await audit.flush();
  await confirmed;
  console.log(`checkout  places ${count} orders`);
});
