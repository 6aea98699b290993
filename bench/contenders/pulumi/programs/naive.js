const pulumi = require("@pulumi/pulumi");
const { workload } = require("./workload");

const declared = require("./declared.json");
const { exchanges, queues, bindings } = workload(declared.vhost, declared.n, declared.changed);

/** A dynamic provider as in Pulumi's documentation: an object with functions, which Pulumi serializes into each resource. */
const provider = {
  async create({ method, path, body }) {
    const response = await send(method, path, body);
    const made = method === "POST" ? `${path}/${response.headers.get("location").split("/").pop()}` : path;
    return { id: made, outs: { method, path, body } };
  },
  async diff(_id, olds, news) {
    const replaces = JSON.stringify([olds.path, olds.body]) === JSON.stringify([news.path, news.body]) ? [] : ["body"];
    return { changes: replaces.length > 0, replaces };
  },
  async delete(id) {
    await send("DELETE", id);
  },
};

async function send(method, path, body) {
  const { RABBITMQ_ENDPOINT, RABBITMQ_USERNAME, RABBITMQ_PASSWORD } = process.env;
  const response = await fetch(`${RABBITMQ_ENDPOINT}/api/${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      authorization: `Basic ${Buffer.from(`${RABBITMQ_USERNAME}:${RABBITMQ_PASSWORD}`).toString("base64")}`,
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response;
}

class RabbitObject extends pulumi.dynamic.Resource {
  constructor(name, { method = "PUT", path, body }, dependsOn = []) {
    super(provider, name, { method, path, body }, { dependsOn });
  }
}

const { vhost: name } = declared;
const vhost = new RabbitObject("w", { path: `vhosts/${name}`, body: {} });
const byName = new Map();
for (const exchange of exchanges) {
  const body = { type: "topic", durable: true };
  byName.set(exchange, new RabbitObject(exchange, { path: `exchanges/${name}/${exchange}`, body }, [vhost]));
}
for (const queue of queues) {
  const body = { durable: true, arguments: { "x-queue-type": "classic" } };
  byName.set(queue, new RabbitObject(queue, { path: `queues/${name}/${queue}`, body }, [vhost]));
}
for (const { source, destination, routingKey } of bindings)
  new RabbitObject(
    `bind-${destination}`,
    {
      method: "POST",
      path: `bindings/${name}/e/${source}/q/${destination}`,
      body: { routing_key: routingKey },
    },
    [byName.get(source), byName.get(destination)],
  );
