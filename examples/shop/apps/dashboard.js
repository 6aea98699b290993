// Consumes all orders, which arrive through the exchange broadcast, and all invoices.
const { consume } = require("./channel");
const { run } = require("./run");

const { ORDERS, INVOICES } = process.env;

run(async (channel) => {
  await consume(channel, "dashboard.live", Number(ORDERS), ({ number }, key) => {
    console.log(`dashboard  sees ${key} ${number}`);
  });
  await consume(channel, "dashboard.invoices", Number(INVOICES), ({ number, amount }, key) => {
    console.log(`dashboard  sees ${key} ${number}: ${amount} EUR`);
  });
});
