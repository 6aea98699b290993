// Operations that billing may not do, and the checks that it may do instead. Fails if an answer is not the expected one.
const { openChannel, publish } = require("./channel");
const { run } = require("./run");

const attempts = [
  ['assertExchange("orders", "topic")', 403, (channel) => channel.assertExchange("orders", "topic")],
  ['assertQueue("billing.placed")', 403, (channel) => channel.assertQueue("billing.placed")],
  ['publish("orders", "order.placed")', 403, (channel) => publish(channel, "orders", "order.placed", {})],
  ['consume("dashboard.live")', 403, (channel) => channel.consume("dashboard.live", () => {})],
  ['checkExchange("orders")', "ok", (channel) => channel.checkExchange("orders")],
  ['checkQueue("billing.placed")', "ok", (channel) => channel.checkQueue("billing.placed")],
];

run(async (_channel, connection) => {
  const wrong = [];
  for (const [call, expected, attempt] of attempts) {
    const { result, text } = await outcome(await openChannel(connection), attempt);
    console.log(`${call.padEnd(34)} ${String(result).padEnd(3)}  ${text}`.trimEnd());
    if (result !== expected) wrong.push(`${call} gave ${result}, expected ${expected}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
});

/** "ok", or the broker's code and text. */
async function outcome(channel, attempt) {
  try {
    await attempt(channel);
    await channel.close();
    return { result: "ok", text: "" };
  } catch (error) {
    return { result: error.code, text: /with message "(.*)"/.exec(error.message)?.[1] ?? error.message };
  }
}
