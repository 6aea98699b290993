import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { registrations, urnOf } from "./registrations";

const dependenciesOf = (registered: Awaited<ReturnType<typeof registrations>>, name: string, property: string) =>
  registered[name]?.request.getPropertydependenciesMap().get(property)?.getUrnsList();

/** Two vhosts' worth of everything that can be referred to. */
function topology(vhostArgs: Partial<rabbitmq.VHostArgs> = {}) {
  const vhost = new rabbitmq.VHost("vhost", { name: "shop", ...vhostArgs });
  return {
    vhost,
    exchange: new rabbitmq.Exchange("exchange", { vhost, name: "events", type: "topic" }),
    queue: new rabbitmq.Queue("queue", { vhost, name: "orders" }),
    user: new rabbitmq.User("user", { name: "app" }),
  };
}

test("a resource given as an argument becomes its name, and a dependency", async () => {
  const registered = await registrations(() => {
    const { vhost, exchange, user } = topology();
    new rabbitmq.Queue("dead", { vhost, name: "dead", deadLetterExchange: exchange });
    new rabbitmq.TopicPermissions("rights", { vhost, user, exchange });
  });
  expect(registered["dead"]?.inputs).toMatchObject({ vhost: "shop", name: "dead", deadLetterExchange: "events" });
  expect(dependenciesOf(registered, "dead", "vhost")).toEqual([urnOf("VHost", "vhost")]);
  expect(dependenciesOf(registered, "dead", "deadLetterExchange")).toEqual([urnOf("Exchange", "exchange")]);
  expect(registered["rights"]?.inputs).toMatchObject({ vhost: "shop", user: "app", exchange: "events" });
  expect(dependenciesOf(registered, "rights", "user")).toEqual([urnOf("User", "user")]);
});

test("a name given as an output is a dependency too", async () => {
  const registered = await registrations(() => {
    const { vhost } = topology();
    new rabbitmq.Queue("output", { vhost: vhost.name, name: "output" });
  });
  expect(dependenciesOf(registered, "output", "vhost")).toEqual([urnOf("VHost", "vhost")]);
});

test("what a shovel and an upstream set name is a dependency if the program declares it in the same vhost", async () => {
  const registered = await registrations(() => {
    const vhost = "shop";
    const uris = { srcUri: "amqp:///shop", destUri: "amqp:///shop" };
    new rabbitmq.Shovel("named", { vhost, name: "s", ...uris, srcQueue: "orders", destExchange: "events" });
    new rabbitmq.Shovel("elsewhere", { vhost: "other", name: "s", ...uris, srcQueue: "orders" });
    new rabbitmq.FederationUpstreamSet("set", { vhost, name: "set", upstreams: [{ upstream: "up" }] });
    const orders = new rabbitmq.Queue("orders", { vhost, name: "orders" });
    new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
    new rabbitmq.FederationUpstream("up", { vhost, name: "up", uri: "amqp://" });
    new rabbitmq.Shovel("referring", { vhost, name: "r", ...uris, srcQueue: orders });
  });
  const dependenciesOf = (name: string) => registered[name]?.request.getDependenciesList().sort();
  expect(dependenciesOf("named")).toEqual([urnOf("Exchange", "events"), urnOf("Queue", "orders")]);
  expect(dependenciesOf("elsewhere")).toEqual([]);
  expect(dependenciesOf("set")).toEqual([urnOf("FederationUpstream", "up")]);
  expect(dependenciesOf("referring")).toEqual([urnOf("Queue", "orders")]);
});

test("a name given as text is a dependency if the program declares the object on the same broker, earlier or later", async () => {
  const registered = await registrations(() => {
    const vhost = "shop";
    const binding = { vhost, source: "events", destination: "orders", routingKey: "#" };
    new rabbitmq.Binding("binding", binding);
    new rabbitmq.Topology("whole", { vhost, queues: { unpaid: {} } });
    new rabbitmq.Permissions("rights", { vhost, user: "app" });
    topology();
    new rabbitmq.Binding("elsewhere", { ...binding, vhost: "other" });
    const provider = new rabbitmq.Provider("p", { endpoint: "http://other.example:15672" });
    new rabbitmq.Binding("on another broker", binding, { provider });
  });
  const dependenciesOf = (name: string) => registered[name]?.request.getDependenciesList().sort();
  const [vhost, exchange, queue] = [urnOf("VHost", "vhost"), urnOf("Exchange", "exchange"), urnOf("Queue", "queue")];
  expect(dependenciesOf("binding")).toEqual([exchange, queue, vhost]);
  expect(dependenciesOf("whole")).toEqual([vhost]);
  expect(dependenciesOf("rights")).toEqual([urnOf("User", "user"), vhost]);
  expect(dependenciesOf("elsewhere")).toEqual([]);
  expect(dependenciesOf("on another broker")).toEqual([]);
});

test("a resource that is got can be referred to, by the name that it turns out to have", async () => {
  const registered = await registrations(() => {
    const vhost = rabbitmq.VHost.get("existing", "shop");
    new rabbitmq.Queue("queue", { vhost, name: "orders" });
  });
  expect(registered["queue"]?.inputs).toMatchObject({ vhost: "name of existing" });
  expect(dependenciesOf(registered, "queue", "vhost")).toEqual([urnOf("VHost", "existing")]);
});

test("a binding takes its vhost and its destination's type from what it binds", async () => {
  const registered = await registrations(() => {
    const { exchange, queue } = topology();
    new rabbitmq.Binding("to-queue", { source: exchange, destination: queue });
    new rabbitmq.Binding("to-exchange", { source: "amq.topic", destination: exchange });
    new rabbitmq.Binding("from-exchange", { source: exchange, destination: "orders" });
  });
  expect(registered["to-queue"]?.inputs).toMatchObject({
    vhost: "shop",
    source: "events",
    destination: "orders",
    destinationType: "queue",
  });
  expect(registered["to-exchange"]?.inputs).toMatchObject({ vhost: "shop", destinationType: "exchange" });
  expect(registered["from-exchange"]?.inputs).toMatchObject({ vhost: "shop" });
  expect(registered["from-exchange"]?.inputs).not.toHaveProperty("destinationType");
});

test("what a binding is told goes before what follows from what it binds", async () => {
  const { told } = await registrations(() => {
    // The vhost is an output, so the program does not know that it is another one.
    const source = new rabbitmq.Exchange("source", { vhost: pulumi.output("shop"), name: "events", type: "topic" });
    new rabbitmq.Binding("told", { vhost: "other", source, destination: "orders", destinationType: "queue" });
  });
  expect(told?.inputs).toMatchObject({ vhost: "other", destinationType: "queue" });
});

describe("goes with", () => {
  const deletedWith = async (program: () => unknown) => {
    const registered = await registrations(program);
    return Object.fromEntries(
      Object.entries(registered).map(([name, { request }]) => [name, request.getDeletedwith()]),
    );
  };

  test("its vhost of forceDestroy: everything in it", async () => {
    const goesWith = await deletedWith(() => {
      const { vhost, exchange, queue, user } = topology({ forceDestroy: true });
      new rabbitmq.Binding("binding", { vhost, source: exchange, destination: queue });
      new rabbitmq.Permissions("permissions", { vhost, user });
      new rabbitmq.TopicPermissions("topic-permissions", { vhost, user, exchange });
      new rabbitmq.Policy("policy", { vhost, name: "p", pattern: "", definition: { "max-length": 5 } });
      new rabbitmq.VHostLimits("limits", { vhost, maxQueues: 5 });
    });
    const vhost = urnOf("VHost", "vhost");
    expect(goesWith).toEqual({
      exchange: vhost,
      queue: vhost,
      binding: vhost,
      permissions: vhost,
      "topic-permissions": vhost,
      policy: vhost,
      limits: vhost,
      user: "",
      vhost: "",
    });
  });

  test("something else where the program says so", async () => {
    const goesWith = await deletedWith(() => {
      const { vhost, user } = topology({ forceDestroy: true });
      new rabbitmq.Queue("other", { vhost, name: "other" }, { deletedWith: user });
    });
    expect(goesWith).toMatchObject({ other: urnOf("User", "user") });
  });

  test.each([[false], [undefined]])("no vhost of forceDestroy: %s", async (forceDestroy) => {
    const goesWith = await deletedWith(() => {
      const { exchange, queue } = topology(forceDestroy === undefined ? {} : { forceDestroy });
      new rabbitmq.Binding("binding", { source: exchange, destination: queue });
    });
    expect(goesWith).toEqual({ vhost: "", exchange: "", queue: "", user: "", binding: "" });
  });
});
