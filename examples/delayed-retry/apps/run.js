const app = require("pulumi-rabbitmq-topology/app");

const timeout = 20_000;

/**
 * Verifies the contract and runs an application with one channel, but not longer than the timeout.
 * @param {(channel: import("amqplib").ConfirmChannel) => Promise<void>} main
 */
async function run(main) {
  setTimeout(() => fail(new Error(`not done after ${timeout / 1000} s`)), timeout).unref();
  try {
    const connection = await app.connect(process.env.AMQP_URL, JSON.parse(process.env.CONTRACT));
    connection.on("error", fail);
    const channel = await connection.createConfirmChannel();
    channel.on("error", fail);
    await main(channel);
    await channel.close();
    await connection.close();
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  console.error(error.message);
  process.exit(1);
}

module.exports = { run };
