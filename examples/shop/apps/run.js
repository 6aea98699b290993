const { connect, openChannel } = require("./channel");

const longest = 20_000;

/**
 * Runs an application to its end, which comes in any case.
 * @param {(channel: import("amqplib").ConfirmChannel, connection: import("amqplib").ChannelModel) => Promise<void>} main
 */
async function run(main) {
  setTimeout(() => fail(new Error(`not done after ${longest / 1000} s`)), longest).unref();
  try {
    const connection = await connect();
    const channel = await openChannel(connection);
    await main(channel, connection);
    // Closing the connection alone may overtake the last acknowledgement.
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
