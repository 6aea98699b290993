const http = require("node:http");

/**
 * Starts a proxy for a broker's management API that counts the requests.
 * @param {string} endpoint
 */
async function startCountingProxy(endpoint) {
  const agent = new http.Agent({ keepAlive: true });
  let count = 0;
  const server = http.createServer((request, response) => {
    count++;
    const { method, headers } = request;
    const onward = http.request(new URL(request.url, endpoint), { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", (error) => response.destroy(error));
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** @returns {number} the requests since the last call */
    take() {
      const taken = count;
      count = 0;
      return taken;
    },
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

module.exports = { startCountingProxy };
