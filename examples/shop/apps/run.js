const { connect, openChannel } = require("./channel");

const timeout = 20_000;

/**
 * Runs an application to its end, but not longer than the timeout.
 * @param {(channel: import("amqplib").ConfirmChannel, connection: import("amqplib").ChannelModel) => Promise<void>} main
 */
async function run(main) {
  setTimeout(() => fail(new Error(`not done after ${timeout / 1000} s`)), timeout).unref();
  try {
    const connection = await connect();
    const channel = await openChannel(connection);
    await main(channel, connection);
    // If only the connection were closed, the last acknowledgement might not be sent.
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
