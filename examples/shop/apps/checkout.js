// Publishes orders. It declares nothing; it only checks that its exchange exists.
const { publish } = require("./channel");
const { run } = require("./run");

const time = new Date().toISOString().slice(11, 19).replaceAll(":", "");
const orders = [
  { number: `${time}-1`, item: "kettle", quantity: 1 },
  { number: `${time}-2`, item: "teapot", quantity: 0 },
  { number: `${time}-3`, item: "cup", quantity: 6 },
];

run(async (channel) => {
  await channel.checkExchange("orders");
  for (const order of orders) {
    await publish(channel, "orders", "order.placed", order);
    console.log(`checkout   places order ${order.number}: ${order.quantity} x ${order.item}`);
  }
});
