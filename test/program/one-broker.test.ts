import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { mapsOf } from "../support/topology";
import { registrations } from "./registrations";

describe("a reference within a value", () => {
  test("becomes the name at any depth, of single resources as of a topology", async () => {
    const { policy, queue, all } = await registrations(() => {
      const dead = new rabbitmq.Exchange("dead", { vhost: "shop", name: "dead", type: "fanout" });
      const definition = { "dead-letter-exchange": dead, deep: [{ list: [dead] }] };
      new rabbitmq.Policy("policy", { vhost: "shop", name: "p", pattern: "", definition });
      new rabbitmq.Queue("queue", { vhost: "shop", name: "q", arguments: { "x-owner": dead, "x-list": [dead] } });
      new rabbitmq.Topology("all", { vhost: "shop", policies: { p: { pattern: "", definition } } });
    });
    const definition = { "dead-letter-exchange": "dead", deep: [{ list: ["dead"] }] };
    expect(policy?.inputs).toMatchObject({ definition });
    expect(queue?.inputs).toMatchObject({ arguments: { "x-owner": "dead", "x-list": ["dead"] } });
    expect(mapsOf(all?.inputs ?? {})).toMatchObject({ policies: { p: { definition } } });
  });
});

describe("two brokers with a vhost of one name", () => {
  const east = { endpoint: "http://east.example:15672" };
  const typesOn = async (here: string, there: string) =>
    registrations(() => {
      const provider = new rabbitmq.Provider("east", east);
      const west = new rabbitmq.Provider("west", { endpoint: "http://west.example:15672" });
      new rabbitmq.Exchange("theirs", { vhost: "shop", name: "events", type: there }, { provider: west });
      // The same broker by another provider, whose endpoint is written in another way.
      const again = new rabbitmq.Provider("again", { endpoint: `${east.endpoint}/` });
      new rabbitmq.Exchange("ours", { vhost: "shop", name: "events", type: here }, { provider: again });
      const publishTo = [{ exchange: "events", routingKeys: ["order.*"] }];
      new rabbitmq.AppAccess("app", { vhost: "shop", password: "p", publishTo }, { provider });
    });

  test("grants follow the exchange of the application's own broker", async () => {
    expect(await typesOn("topic", "direct")).toHaveProperty(["app/events"]);
    expect(await typesOn("direct", "topic")).not.toHaveProperty(["app/events"]);
  });
});

test("an object that two providers of one broker declare is refused; on two brokers they are two objects", async () => {
  const declare = (endpoint: string) =>
    registrations(() => {
      const one = new rabbitmq.Provider("one", { endpoint: "http://east.example:15672" });
      const two = new rabbitmq.Provider("two", { endpoint });
      new rabbitmq.Topology("all", { vhost: "shop", queues: { orders: {} } }, { provider: one });
      new rabbitmq.Queue("orders", { vhost: "shop", name: "orders" }, { provider: two });
    });
  await expect(declare("http://East.example:15672/")).rejects.toThrow(
    'queue "orders" in vhost "shop" is declared twice, by Queue "orders" and by Topology "all": RabbitMQ has one such object',
  );
  expect(await declare("http://west.example:15672")).toHaveProperty(["orders"]);
});

test("so are the limits of a vhost and those that its own arguments declare", async () => {
  const limits = registrations(() => {
    const provider = new rabbitmq.Provider("one", { endpoint: "http://east.example:15672" });
    const again = new rabbitmq.Provider("two", { endpoint: "http://east.example:15672/" });
    new rabbitmq.VHost("shop", { name: "shop", maxQueues: 5 }, { provider });
    new rabbitmq.VHostLimits("limits", { vhost: "shop", maxConnections: 5 }, { provider: again });
  });
  await expect(limits).rejects.toThrow(
    'limits of vhost "shop" is declared twice, by VHost "shop" and by VHostLimits "limits"',
  );
});

describe("a reference to an object of another vhost", () => {
  const other = () => new rabbitmq.Exchange("dead", { vhost: "b", name: "dead", type: "fanout" });
  test.each<[string, () => unknown, string]>([
    [
      "a dead-letter exchange",
      () => new rabbitmq.Queue("q", { vhost: "a", name: "q", deadLetterExchange: other() }),
      'Queue "q": deadLetterExchange is the exchange "dead" in vhost "b", but this object is in vhost "a"',
    ],
    [
      "an alternate exchange",
      () => new rabbitmq.Exchange("x", { vhost: "a", name: "x", type: "topic", alternateExchange: other() }),
      'Exchange "x": alternateExchange is the exchange "dead" in vhost "b"',
    ],
    [
      "a binding",
      () => {
        const destination = new rabbitmq.Queue("q", { vhost: "a", name: "q" });
        return new rabbitmq.Binding("b", { source: other(), destination });
      },
      'Binding "b": destination is the queue "q" in vhost "a", but this object is in vhost "b"',
    ],
    [
      "a policy",
      () =>
        new rabbitmq.Policy("p", {
          vhost: "a",
          name: "p",
          pattern: "",
          definition: { "dead-letter-exchange": other() },
        }),
      'Policy "p": definition is the exchange "dead" in vhost "b"',
    ],
    [
      "a topology",
      () => new rabbitmq.Topology("t", { vhost: "a", queues: { q: { deadLetterExchange: other() } } }),
      'Topology "t": queues.q.deadLetterExchange is the exchange "dead" in vhost "b"',
    ],
  ])("%s is an error", async (_, make, message) => {
    await registrations(() => expect(make).toThrow(message));
  });
});

describe("unit tests with Pulumi's mocks", () => {
  const component = (type: string) => () => {
    new rabbitmq.Exchange("events", { vhost: "shop", name: "events", type });
    const publishTo = [{ exchange: "events", routingKeys: ["order.*"] }];
    new rabbitmq.AppAccess("app", { vhost: "shop", username: "app", publishTo });
  };

  test("each call of setMocks is a world of its own, and needs no endpoint", async () => {
    for (const type of ["topic", "direct", "topic"]) {
      const registered = await registrations(component(type));
      expect("app/events" in registered).toBe(type === "topic");
    }
  });

  test("a resource has its own name in its component", async () => {
    const { orders } = await registrations(() => {
      const parent = new pulumi.ComponentResource("example:Shop", "shop");
      new rabbitmq.Queue("orders", { vhost: "shop", name: "orders" }, { parent });
    });
    expect(orders?.inputs).toMatchObject({ __resource: 'Queue "orders" in example:Shop "shop"' });
  });
});
