import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { providerText } from "../../sdk/provider-text";
import { mapsOf } from "../support/topology";
import { registrations, urnOf } from "./registrations";

type Registered = Awaited<ReturnType<typeof registrations>>;
const dependenciesOf = (registered: Registered, name: string, property: string) =>
  registered[name]?.request.getPropertydependenciesMap().get(property)?.getUrnsList();

describe("what the program declares outside a topology", () => {
  const elsewhereOf = ({ shop }: Registered) => JSON.parse(String(shop?.inputs["__elsewhere"]));

  test("is told to it, as far as it is known in the first turn, wherever that stands", async () => {
    const registered = await registrations(() => {
      const vhost = new rabbitmq.VHost("vhost", { name: "outside" });
      const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
      new rabbitmq.Topology("shop", { vhost, queues: { kept: {} } });
      const moved = new rabbitmq.Queue("moved", { vhost: "outside", name: "moved" });
      new rabbitmq.Queue("far", { vhost: "other vhost", name: "far" });
      const provider = new rabbitmq.Provider("other broker", {});
      new rabbitmq.Queue("of another broker", { vhost, name: "moved away" }, { provider });
      new rabbitmq.Queue("late", { vhost, name: pulumi.output("late") });
      const after = new Promise<string>((resolve) => setImmediate(() => setTimeout(resolve, 1_000, "after")));
      new rabbitmq.Queue("unknown", { vhost, name: after });
      new rabbitmq.Binding("bound", { source: events, destination: moved });
      new rabbitmq.User("user", { name: "app", password: "s3cret" });
      new rabbitmq.AppAccess("application", { vhost: "outside", server: "amqp://broker.example", rotate: "1" });
      new rabbitmq.Topology("second", {
        vhost: "outside",
        queues: { theirs: { type: "classic" } },
        exchanges: { audit: { type: "fanout" } },
        define: (t) => t.bind({ source: "events", destination: t.exchange("late", { type: "fanout" }) }),
      });
    });
    const access = 'in AppAccess "application"';
    expect(elsewhereOf(registered)).toEqual([
      { kind: "Exchange", args: { vhost: "outside", name: "events" }, by: 'Exchange "events"' },
      { kind: "Queue", args: { vhost: "outside", name: "moved" }, by: 'Queue "moved"' },
      { kind: "Queue", args: { vhost: "outside", name: "late" }, by: 'Queue "late"' },
      { kind: "Queue", args: { vhost: "outside" }, by: 'Queue "unknown"', isPartial: true },
      {
        kind: "Binding",
        args: { vhost: "outside", source: "events", destinationType: "queue", destination: "moved", routingKey: "" },
        by: 'Binding "bound"',
      },
      { kind: "User", args: { name: "app" }, by: 'User "user"' },
      { kind: "User", args: { name: "application" }, by: `User "application" ${access}` },
      {
        kind: "Permissions",
        args: { vhost: "outside", user: "application" },
        by: `Permissions "application" ${access}`,
      },
      { kind: "User", args: { name: "application-2" }, by: `User "application/2" ${access}` },
      {
        kind: "Permissions",
        args: { vhost: "outside", user: "application-2" },
        by: `Permissions "application/2" ${access}`,
      },
      { kind: "Exchange", args: { vhost: "outside", name: "audit" }, by: 'Topology "second"' },
      { kind: "Exchange", args: { vhost: "outside", name: "late" }, by: 'Topology "second"' },
      { kind: "Queue", args: { vhost: "outside", name: "theirs" }, by: 'Topology "second"' },
      {
        kind: "Binding",
        args: { vhost: "outside", source: "events", destinationType: "exchange", destination: "late", routingKey: "" },
        by: 'Topology "second"',
      },
    ]);
  });
});

test("of what the engine may still change, a topology is told the kind alone", async () => {
  let callbacks: ReturnType<typeof pulumi.runtime.getCallbacks>;
  const { shop } = await registrations(() => {
    // What the first transform of a program does: the mock of the engine knows no transforms.
    callbacks = pulumi.runtime.getCallbacks();
    new rabbitmq.Queue("moved", { vhost: "outside", name: "moved" });
    new rabbitmq.Topology("shop", { vhost: "outside" });
  });
  expect(JSON.parse(String(shop?.inputs["__elsewhere"]))).toEqual([
    { kind: "Queue", args: {}, by: 'Queue "moved"', isPartial: true },
  ]);
  callbacks?.shutdown();
});

test("a topology is registered with its data, names instead of resources, and nothing else", async () => {
  const registered = await registrations(() => {
    const vhost = new rabbitmq.VHost("vhost", { name: "shop" });
    const dlx = new rabbitmq.Exchange("dlx", { vhost, name: "dlx", type: "fanout" });
    new rabbitmq.Topology("shop", {
      vhost,
      exchanges: { events: { type: "topic" } },
      queues: { paid: { type: "quorum", deadLetterExchange: dlx } },
      bindings: [{ source: "events", destination: "paid", routingKey: "order.*.paid" }],
    });
  });
  expect(registered["shop"]).toMatchObject({ type: "pulumi-nodejs:dynamic/rabbitmq:Topology" });
  expect(mapsOf(registered["shop"]?.inputs ?? {})).toEqual({
    vhost: "shop",
    exchanges: { events: { type: "topic" } },
    queues: { paid: { type: "quorum", deadLetterExchange: "dlx" } },
    bindings: [{ source: "events", destination: "paid", routingKey: "order.*.paid" }],
    __provider: providerText("Topology"),
    __resource: 'Topology "shop"',
    __elsewhere: expect.anything(),
  });
  expect(dependenciesOf(registered, "shop", "vhost")).toEqual([urnOf("VHost", "vhost")]);
  expect(dependenciesOf(registered, "shop", "queues")).toEqual([urnOf("Exchange", "dlx")]);
});

test("define adds to the data, with references, and leaves the program's own data as it is", async () => {
  const exchanges = { events: { type: "topic" } };
  const { shop } = await registrations(() => {
    const name = pulumi.output("late");
    new rabbitmq.Topology("shop", {
      vhost: "shop",
      exchanges,
      define(t) {
        const dlx = t.exchange("dlx", { type: "fanout" });
        const paid = t.queue("paid", { deadLetterExchange: dlx });
        t.queue("plain");
        t.bind({ source: "events", destination: paid, routingKey: name });
        t.bind({ source: "events", destination: dlx });
        t.policy("ttl", { pattern: "^paid$", definition: { "message-ttl": 5 } });
        t.operatorPolicy("cap", { pattern: "^paid$", definition: { "max-length": 5 } });
        t.user("app");
        t.permissions("app", { read: "^paid$" });
        t.topicPermissions("app", "events", { read: "^a" });
        t.topicPermissions("app", "amq.topic", { read: "^b" });
      },
    });
  });
  expect(exchanges).toEqual({ events: { type: "topic" } });
  expect(mapsOf(shop?.inputs ?? {})).toMatchObject({
    exchanges: { events: { type: "topic" }, dlx: { type: "fanout" } },
    queues: { paid: { deadLetterExchange: "dlx" }, plain: {} },
    bindings: [
      { source: "events", destination: "paid", destinationType: "queue", routingKey: "late" },
      { source: "events", destination: "dlx", destinationType: "exchange" },
    ],
    policies: { ttl: { pattern: "^paid$" } },
    operatorPolicies: { cap: { definition: { "max-length": 5 } } },
    users: { app: {} },
    permissions: { app: { read: "^paid$" } },
    topicPermissions: { app: { events: { read: "^a" }, "amq.topic": { read: "^b" } } },
  });
});

test("an object that is added twice, or to data that is not known yet, is an error in one line", async () => {
  await registrations(() => {
    const make = (args: Omit<rabbitmq.TopologyArgs, "vhost">) => () =>
      new rabbitmq.Topology("shop", { vhost: "shop", ...args });
    const twice = make({ queues: { paid: {} }, define: (t) => t.queue("paid") });
    expect(twice).toThrow(/^Topology "shop": queues already has "paid"$/);
    const late = make({ queues: pulumi.output({ paid: {} }), define: (t) => t.queue("more") });
    expect(late).toThrow(/^Topology "shop": queues is an output, so define cannot add to it$/);
  });
});

describe("a section whose kind has secrets", () => {
  const secretText = (data: unknown) => ({
    [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
    value: JSON.stringify(data),
  });
  const app = { password: "s3cret", tags: ["a"] };

  test.each<[string, () => NonNullable<rabbitmq.TopologyData["users"]>]>([
    ["plain values", () => ({ app })],
    ["an output", () => pulumi.output({ app })],
    ["a promise", () => Promise.resolve({ app })],
    ["an object that is an output", () => ({ app: pulumi.output(app) })],
    ["a field that is a promise", () => ({ app: { ...app, password: Promise.resolve("s3cret") } })],
    ["a secret in it", () => ({ app: { ...app, password: pulumi.secret("s3cret") } })],
  ])("is sent as one secret text: %s", async (_what, users) => {
    const { shop } = await registrations(() => new rabbitmq.Topology("shop", { vhost: "shop", users: users() }));
    expect(shop?.inputs["users"]).toEqual(secretText({ app }));
  });

  test("is so for each such kind, and depends on what its outputs come from", async () => {
    const registered = await registrations(() => {
      const orders = new rabbitmq.Queue("orders", { vhost: "shop", name: "orders" });
      new rabbitmq.Topology("shop", {
        vhost: "shop",
        queues: { paid: {} },
        shovels: { s: { srcUri: "amqp://", srcQueue: orders, destUri: "amqp://", destQueue: orders.name } },
        federationUpstreams: { u: { uri: ["amqp://u:s3cret@host"] } },
        parameters: { shovel: { p: { value: { a: 1 } } } },
      });
    });
    expect(registered["shop"]?.inputs).toMatchObject({
      shovels: secretText({ s: { destQueue: "orders", destUri: "amqp://", srcQueue: "orders", srcUri: "amqp://" } }),
      federationUpstreams: secretText({ u: { uri: ["amqp://u:s3cret@host"] } }),
      parameters: secretText({ shovel: { p: { value: { a: 1 } } } }),
    });
    expect(dependenciesOf(registered, "shop", "shovels")).toEqual([urnOf("Queue", "orders")]);
    expect(registered["shop"]?.request.getDependenciesList()).toContain(urnOf("Queue", "orders"));
  });

  test("has only its secrets secret while a preview does not know all of it", async () => {
    const { unknown } = pulumi as unknown as { unknown: pulumi.Input<string> };
    const { shop } = await registrations(() => {
      new rabbitmq.Topology("shop", { vhost: "shop", users: { app, other: { password: pulumi.output(unknown) } } });
    });
    const { specialSigKey, specialSecretSig, unknownValue } = pulumi.runtime;
    expect(shop?.inputs["users"]).toEqual({
      app: { password: { [specialSigKey]: specialSecretSig, value: "s3cret" }, tags: ["a"] },
      other: { password: unknownValue },
    });
  });

  test("may have keys that mean something to JavaScript", async () => {
    const users = { toString: app, valueOf: { password: pulumi.output("s3cret") }, constructor: app };
    const { shop } = await registrations(() => new rabbitmq.Topology("shop", { vhost: "shop", users }));
    expect(shop?.inputs["users"]).toEqual(
      secretText({ constructor: app, toString: app, valueOf: { password: "s3cret" } }),
    );
  });
});

test("a topology is told from anything else", async () => {
  await registrations(() => {
    expect(rabbitmq.Topology.isInstance(new rabbitmq.Topology("t", { vhost: "shop" }))).toBe(true);
    const others = [new rabbitmq.VHost("v", { name: "v" }), undefined, {}, { isTopology: true }];
    expect(others.filter(rabbitmq.Topology.isInstance)).toEqual([]);
  });
});

test("its exchanges and queues can be given wherever a resource can, and are waited for", async () => {
  const registered = await registrations(() => {
    const t = new rabbitmq.Topology("shop", {
      vhost: "shop",
      exchanges: { events: { type: "topic" } },
      queues: { paid: {} },
    });
    new rabbitmq.Binding("more", { source: t.exchange("events"), destination: t.queue("paid"), routingKey: "x" });
    expect(t.queue("paid")).toBe(t.queue("paid"));
    expect(() => t.queue("payd")).toThrow(/^Topology "shop" has no queue "payd": did you mean "paid"\?$/);
    expect(() => t.exchange("nothing like it")).toThrow(/^Topology "shop" has no exchange "nothing like it"$/);
  });
  expect(registered["more"]?.inputs).toMatchObject({
    vhost: "shop",
    source: "events",
    destination: "paid",
    destinationType: "queue",
  });
  expect(dependenciesOf(registered, "more", "source")).toEqual([urnOf("Topology", "shop")]);
});

test("an application gets rights to its parts, and its contract says what they are", async () => {
  let contract: unknown;
  let grants: unknown;
  const registered = await registrations(async () => {
    const t = new rabbitmq.Topology("shop", {
      vhost: "shop",
      exchanges: { events: { type: "topic" } },
      queues: { paid: { type: "quorum", maxLength: 5 }, other: {} },
    });
    const access = new rabbitmq.AppAccess("billing", {
      vhost: "shop",
      server: "amqp://broker.example",
      publishTo: [{ exchange: t.exchange("events"), routingKeys: ["invoice.#"] }],
      consumeFrom: [t.queue("paid")],
    });
    [contract, grants] = await Promise.all([known(access.contract), known(access.grants)]);
  });
  expect(contract).toMatchObject({
    exchanges: [{ name: "events", type: "topic", durable: true }],
    queues: [{ name: "paid", type: "quorum", arguments: { "x-queue-type": "quorum", "x-max-length": 5 } }],
  });
  expect(grants).toMatchObject({ write: "^(events)$", read: "^(paid)$", topics: { events: {} } });
  expect(registered["billing/events"]?.request.getDependenciesList()).toContain(urnOf("Topology", "shop"));
});

test("a topology goes with a vhost that may be deleted with all that is in it, unless it has users or protected objects", async () => {
  const registered = await registrations(() => {
    const vhost = new rabbitmq.VHost("vhost", { name: "shop", forceDestroy: true });
    new rabbitmq.Topology("without", { vhost, queues: { paid: {} } });
    new rabbitmq.Topology("with", { vhost, users: { app: {} } });
    new rabbitmq.Topology("protected", { vhost, queues: { other: {}, paid: { protect: true } } });
    new rabbitmq.Topology("free", { vhost, queues: { a: { protect: false } } });
  });
  expect(registered["protected"]?.request.getDeletedwith()).toBe("");
  expect(registered["free"]?.request.getDeletedwith()).toBe(urnOf("VHost", "vhost"));
  expect(registered["without"]?.request.getDeletedwith()).toBe(urnOf("VHost", "vhost"));
  expect(registered["with"]?.request.getDeletedwith()).toBe("");
});

test("the option protect reaches the provider, also a parent's, and onExisting as an argument", async () => {
  const { own, inherited, free, queue } = await registrations(() => {
    const parent = new pulumi.ComponentResource("test:Shop", "shop", {}, { protect: true });
    new rabbitmq.Topology("own", { vhost: "a", onExisting: "takeOver" }, { protect: true });
    new rabbitmq.Topology("inherited", { vhost: "b" }, { parent });
    new rabbitmq.Topology("free", { vhost: "c" }, { parent, protect: false });
    new rabbitmq.Queue("queue", { vhost: "d", name: "q", onExisting: "takeOver" }, { protect: true });
  });
  expect(own?.inputs).toMatchObject({ __protected: true, onExisting: "takeOver" });
  expect(inherited?.inputs).toMatchObject({ __protected: true });
  expect(free?.inputs).not.toHaveProperty("__protected");
  expect(queue?.inputs).toMatchObject({ onExisting: "takeOver" });
  expect(queue?.inputs).not.toHaveProperty("__protected");
});

test("import is the provider's, get is refused, and so is a misspelt argument: by the provider's check", async () => {
  const { shop } = await registrations(() => {
    const args = { vhost: "shop", queus: {} } as rabbitmq.TopologyArgs;
    new rabbitmq.Topology("shop", args, { import: "shop" });
    expect(() => new rabbitmq.Topology("got", args, { id: "shop" })).toThrow(
      /^"got": a Topology cannot be read by an id/,
    );
  });
  expect(shop?.inputs).toMatchObject({ queus: {}, __import: "shop" });
  expect(shop?.request.getImportid()).toBe("");
});

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
