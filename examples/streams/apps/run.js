const app = require("pulumi-rabbitmq-topology/app");
const { connect } = require("rabbitmq-stream-js-client");

const timeout = 20_000;

/**
 * Verifies the contract over AMQP, then runs the application with a client of the stream protocol, but not longer than
 * the timeout.
 * @param {(client: import("rabbitmq-stream-js-client").Client) => Promise<void>} main
 */
async function run(main) {
  setTimeout(() => fail(new Error(`not done after ${timeout / 1000} s`)), timeout).unref();
  try {
    const { AMQP_URL, CONTRACT, STREAM_PORT = "5552" } = process.env;
    const connection = await app.connect(AMQP_URL, JSON.parse(CONTRACT));
    await connection.close();
    const { hostname, username, password, pathname } = new URL(AMQP_URL);
    const [user, secret, vhost] = [username, password, pathname.slice(1)].map(decodeURIComponent);
    const client = await connect({ hostname, port: Number(STREAM_PORT), username: user, password: secret, vhost });
    await main(client);
    await client.close();
    process.exit(0);
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  console.error(error.message ?? error);
  process.exit(1);
}

module.exports = { run };
