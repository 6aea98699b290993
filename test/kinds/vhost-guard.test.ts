import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { brokers, type TestBroker } from "../support/environment";
import { provider, type State } from "../support/provider";

const name = "vhost guard/";
const escaped = encodeURIComponent(name);

const holdings: [title: string, method: string, path: string, body: object][] = [
  ['queue "left"', "PUT", `queues/${escaped}/left`, { durable: true }],
  ['exchange "left"', "PUT", `exchanges/${escaped}/left`, { type: "fanout" }],
  ['policy "left"', "PUT", `policies/${escaped}/left`, { pattern: "^$", definition: { "max-length": 1 } }],
  [
    'operator policy "left"',
    "PUT",
    `operator-policies/${escaped}/left`,
    { pattern: "^$", definition: { "max-length": 1 } },
  ],
];

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let vhost: State;
  beforeEach(async () => {
    vhost = await provider(broker, "VHost").create({ name, maxQueues: 5 });
  });
  afterEach(() => api(broker, "DELETE", `vhosts/${escaped}`));

  test.each(holdings)("a vhost with a %s is not deleted", async (title, method, path, body) => {
    expect((await api(broker, method, path, body)).status).toBe(201);
    await expect(provider(broker, "VHost").delete(vhost)).rejects.toThrow(
      `vhost "${name}": not deleted: it still holds ${title}. Nothing was lost.`,
    );
    expect(await exists(broker)).toBe(true);
  });

  test("a vhost with an application's server-named queue is not deleted", async () => {
    const app = await connect(broker, name);
    const { queue } = await app.channel.assertQueue("", { durable: true, exclusive: false });
    await app.send(queue);
    await app.close();
    await expect(provider(broker, "VHost").delete(vhost)).rejects.toThrow(`it still holds queue "${queue}"`);
    expect(await exists(broker)).toBe(true);
  });

  test("forceDestroy deletes it with all that it holds", async () => {
    for (const [, method, path, body] of holdings) await api(broker, method, path, body);
    await provider(broker, "VHost").delete({ ...vhost, outs: { ...vhost.outs, forceDestroy: true } });
    expect(await exists(broker)).toBe(false);
  });

  test("one that holds nothing of its own is deleted, limits and permissions or not", async () => {
    await api(broker, "PUT", `permissions/${escaped}/${broker.username}`, { configure: "", write: "", read: "" });
    await provider(broker, "VHost").delete(vhost);
    expect(await exists(broker)).toBe(false);
  });
});

async function exists(broker: TestBroker): Promise<boolean> {
  return (await api(broker, "GET", `vhosts/${escaped}`)).status === 200;
}
