const { randomInt } = require("node:crypto");
const net = require("node:net");

/** The protocols that a plugin of the same name provides. */
const PLUGINS = /** @type {const} */ (["stream", "mqtt", "stomp"]);
const NAMES = /** @type {const} */ (["management", "amqp", "managementTls", "amqps", ...PLUGINS, "dist", "epmd"]);

// Below the range for outgoing connections, so that no other process gets a chosen port before the broker opens it.
const FIRST = 20_000;
const COUNT = 10_000;
let next = randomInt(COUNT);

/** @typedef {Record<typeof NAMES[number], number>} Ports */

/**
 * @param {Partial<Ports>} preferred used if they are free
 * @returns {Promise<Ports>}
 */
async function choosePorts(preferred = {}) {
  const ports = /** @type {Ports} */ ({});
  for (const name of NAMES) ports[name] = (await isFree(preferred[name])) ? preferred[name] : await nextFree();
  return ports;
}

async function nextFree() {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${FIRST} and ${FIRST + COUNT}`);
}

function isFree(port) {
  if (!port) return false;
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @returns {Array<typeof PLUGINS[number]>} the protocols that these plugins provide */
const protocolsOf = (plugins) => PLUGINS.filter((protocol) => plugins.includes(`rabbitmq_${protocol}`));

module.exports = { choosePorts, protocolsOf };
