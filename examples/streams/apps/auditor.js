// Reads the audit log from its beginning. Its user may not even ask for the partitions of the super stream.
const { Offset } = require("rabbitmq-stream-js-client");
const { run } = require("./run");

run(async (client) => {
  await new Promise((resolve, reject) => {
    const read = ({ content }) => {
      console.log(`auditor   reads: ${content}`);
      resolve();
    };
    client.declareConsumer({ stream: "audit", offset: Offset.first() }, read).catch(reject);
  });
  const refusal = await client
    .declareConsumer({ stream: "orders-0", offset: Offset.first() }, () => {})
    .then(
      () => "none",
      () => "refused",
    );
  console.log(`auditor   consumes from a partition of the orders: ${refusal}`);
});
