// Consumes the orders of all partitions, from the first one on.
const { Offset } = require("rabbitmq-stream-js-client");
const { run } = require("./run");

const count = Number(process.env.ORDERS ?? 6);

run(async (client) => {
  const seen = new Set();
  await new Promise((resolve, reject) => {
    const bill = ({ content }) => {
      console.log(`billing   bills ${content}`);
      if (seen.add(content.toString()).size === count) resolve();
    };
    client.declareSuperStreamConsumer({ superStream: "orders", offset: Offset.first() }, bill).catch(reject);
  });
});
