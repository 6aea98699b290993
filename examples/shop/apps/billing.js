// Consumes orders and publishes their invoices. It rejects an order without items, and the broker dead-letters it.
const { consume, publish } = require("./channel");
const { run } = require("./run");

run(async (channel) => {
  await channel.checkQueue("billing.placed");
  await consume(channel, "billing.placed", Number(process.env.ORDERS), async ({ number, quantity }) => {
    if (quantity < 1) {
      console.log(`billing    rejects order ${number}: nothing to bill`);
      return false;
    }
    await publish(channel, "orders", "invoice.created", { number, amount: quantity * 20 });
    console.log(`billing    bills order ${number}`);
  });
});
