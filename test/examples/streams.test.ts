import { api } from "../support/admin";
import { enoughBrokers, isLong } from "../support/environment";
import { Example } from "./example";

const users = ["streams-checkout", "streams-billing", "streams-auditor"];

describe.each(enoughBrokers)("the streams on RabbitMQ $version", (broker) => {
  const example = new Example("streams", broker);
  afterAll(async () => {
    await example.remove();
    for (const user of users) await api(broker, "DELETE", `users/${user}`);
  });
  const permissions = async (user: string) => (await api(broker, "GET", `permissions/${example.vhost}/${user}`)).body;

  const title = "are used by their applications within their rights, also when the super stream has grown";
  if (!broker.ports || broker.version.startsWith("3.")) {
    test.skip(`${title} (needs RabbitMQ 4.0, for the client's super streams, and its port)`, () => {});
    return;
  }
  test(title, async () => {
    const port = { STREAM_PORT: String(broker.ports?.stream) };
    const stack = await example.init({ "rabbitmq:forceDestroy": "true" });
    await stack.up();
    const all = "^(orders|orders-0|orders-1|orders-2)$";
    expect(await permissions("streams-billing")).toMatchObject({ configure: "^$", write: "^$", read: all });
    expect(await example.run("checkout", port)).toContain("checkout  places 6 orders");
    const billed = await example.run("billing", port);
    for (let number = 1; number <= 6; number++) expect(billed).toContain(`billing   bills order ${number}\n`);
    const audited = await example.run("auditor", port);
    expect(audited).toContain("auditor   reads: checkout placed 6 orders");
    expect(audited).toContain("auditor   consumes from a partition of the orders: refused");

    if (isLong) {
      await stack.pulumi("config", "set", "streams:partitions", "5");
      await stack.up();
      expect(await permissions("streams-billing")).toMatchObject({ read: expect.stringContaining("orders-4") });
      await example.run("checkout", { ...port, ORDERS: "40" });
      expect(await example.run("billing", { ...port, ORDERS: "40" })).toContain("billing   bills order 40\n");
      const { body } = await api(broker, "GET", `queues/${example.vhost}/orders-4`);
      expect(body).toMatchObject({ type: "stream" });
    }

    await stack.destroy();
    expect((await api(broker, "GET", `vhosts/${example.vhost}`)).status).toBe(404);
  });
});
