const http = require("node:http");

const pLimit = require("p-limit");

/** A client for the management API, with kept connections and a limit of parallel requests. */
class BrokerApi {
  /** @param {{ endpoint: string, username: string, password: string }} access */
  constructor({ endpoint, username, password }, concurrency = 16) {
    this.endpoint = endpoint;
    this.auth = `${username}:${password}`;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
    this.limit = pLimit(concurrency);
  }

  /** @returns {Promise<any>} the answer's JSON */
  async request(method, path, { body, signal, missing = false } = {}) {
    const { status, text } = await this.limit(() => this.send(method, path, body, signal));
    if (status < 300) return text ? JSON.parse(text) : undefined;
    if (status === 404 && missing) return;
    throw new Error(`${method} ${path}: ${status} ${text}`);
  }

  send(method, path, body, signal) {
    const content = body && JSON.stringify(body);
    const headers = content && { "content-type": "application/json", "content-length": Buffer.byteLength(content) };
    return new Promise((resolve, reject) => {
      const options = { method, auth: this.auth, agent: this.agent, headers, signal };
      const request = http.request(`${this.endpoint}/api/${path}`, options, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode, text: `${Buffer.concat(chunks)}` }));
      });
      request.on("error", reject).end(content);
    });
  }

  removeVhost(vhost) {
    return this.request("DELETE", `vhosts/${encodeURIComponent(vhost)}`, { missing: true });
  }

  close() {
    this.agent.destroy();
  }
}

module.exports = { BrokerApi };
