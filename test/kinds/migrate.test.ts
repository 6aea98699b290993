import { randomBytes } from "node:crypto";
import type { ConsumeMessage, GetMessage } from "amqplib";
import type { Fields } from "../../model/object";
import { exactOf, keepBytes } from "../../provider/migration/frames";
import { takeOut } from "../../provider/migration/take-out";
import { startTcpProxy } from "../app/tcp-proxy";
import { EngineRun, type State } from "../faults/engine";
import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { enoughBrokers, isLong, newest, outerBrokers, type TestBroker, testWith } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { type App, useOwnVHost } from "../support/own-vhost";
import { provider, said } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "migrate";
const name = "orders";
const held = "orders.pulumi-migration";

const amqpEndpoint = ({ amqpUrl }: TestBroker) => `amqp://${new URL(amqpUrl).host}`;
const migrating = (broker: TestBroker) => ({
  settings: { amqpEndpoint: amqpEndpoint(broker), onReplace: "migrate" },
});
const queue = (broker: TestBroker, settings: Record<string, string> = {}) =>
  provider(broker, "Queue", { settings: { ...migrating(broker).settings, ...settings } });

/** Takes all messages. */
async function take({ channel }: App, from: string): Promise<ConsumeMessage[]> {
  const all: ConsumeMessage[] = [];
  await channel.prefetch(0);
  const { messageCount } = await channel.checkQueue(from);
  if (messageCount === 0) return all;
  await new Promise<void>((resolve) => {
    channel.consume(
      from,
      (message) => {
        if (message) all.push(message);
        if (all.length === messageCount) resolve();
      },
      { noAck: true, consumerTag: "taker" },
    );
  });
  await channel.cancel("taker");
  return all;
}
const bodies = (messages: readonly ConsumeMessage[]) => messages.map(({ content }) => content.toString());
const orders = (count: number) => Array.from({ length: count }, (_, i) => `order ${i}`);

async function fill({ channel }: App, count: number, exchange = "", key = name) {
  for (const body of orders(count)) channel.publish(exchange, key, Buffer.from(body), { persistent: true });
  await channel.waitForConfirms();
}

/** Everything of a migration that could be left on the broker. */
async function leftOvers(broker: TestBroker): Promise<string[]> {
  const kinds = ["queues", "exchanges", "policies"];
  const lists = await Promise.all(
    kinds.map(async (kind) => (await api(broker, "GET", `${kind}/${vhost}`)).body as Fields[]),
  );
  return lists
    .flat()
    .map(({ name }) => String(name))
    .filter((each) => each.includes("pulumi-migration"));
}

/** The class of all channels, which amqplib does not export. */
const channelClass = ({ channel }: App) => Object.getPrototypeOf(Object.getPrototypeOf(channel));

const typeOf = async (broker: TestBroker) => (await api(broker, "GET", `queues/${vhost}/${name}`)).body["type"];

describe.each(outerBrokers)("RabbitMQ $version", (broker) => {
  let app: App;
  useOwnVHost(broker, vhost, (own) => {
    app = own;
  });
  beforeEach(() => said.mockClear());

  test.each([
    ["classic", "quorum"],
    ["quorum", "classic"],
  ])("a %s queue with messages becomes a %s queue: none is lost, the order stays", async (before, after) => {
    const state = await queue(broker).create({ vhost, name, type: before });
    await fill(app, 1_000);
    await queue(broker).apply(state, { ...state.inputs, type: after });
    expect(await typeOf(broker)).toBe(after);
    expect(bodies(await take(app, name))).toEqual(orders(1_000));
    expect(await leftOvers(broker)).toEqual([]);
    expect(said.mock.calls.flat().join("\n")).toContain(
      `queue "${name}" in vhost "${vhost}": 1000 messages were kept: they waited in "${held}"`,
    );
  });

  test("every byte of a message stays, but the exchange's name", async () => {
    const state = await queue(broker).create({ vhost, name, type: "classic" });
    await app.channel.assertExchange("events", "topic");
    await app.channel.assertQueue("control");
    for (const to of [name, "control"]) {
      await app.channel.bindQueue(to, "events", "#");
    }
    const big = 2n ** 62n + 1n;
    const typed = (type: string, value: unknown) => ({ "!": type, value });
    const headers = {
      byte: typed("byte", -3),
      short: typed("short", 300),
      int: typed("int", 7),
      long: typed("long", big),
      float: typed("float", 0.5),
      double: typed("double", 1),
      decimal: typed("decimal", { places: 2, digits: 314 }),
      when: typed("timestamp", 1_700_000_000),
      yes: true,
      none: null,
      bytes: Buffer.from([0, 255, 128]),
      text: "日本",
      empty: "",
      list: [1, "1", [true], { deep: typed("long", 5) }],
      table: { a: { b: null } },
      "x-death": [{ count: typed("long", 3), reason: "expired" }],
      CC: ["elsewhere"],
    };
    const everything = {
      headers,
      contentType: "application/json",
      contentEncoding: "gzip",
      deliveryMode: 1,
      priority: 4,
      correlationId: "c",
      replyTo: "r",
      expiration: "3600000",
      messageId: "m",
      timestamp: 1_700_000_000_123,
      type: "t",
      userId: broker.username,
      appId: "a",
    };
    const messages: [string, Buffer, object][] = [
      ["order.paid", Buffer.from("{}"), everything],
      ["", Buffer.alloc(0), {}],
      ["日本.order", randomBytes(200_000), { headers: {} }],
      ["only.headers", Buffer.from("x"), { headers: { a: 1 } }],
      [name, Buffer.from("as by name"), { expiration: "3600000" }],
    ];
    for (const [key, content, options] of messages) app.channel.publish("events", key, content, options);
    app.channel.sendToQueue(name, Buffer.from("by name"), { messageId: "n" });
    app.channel.sendToQueue("control", Buffer.from("by name"), { messageId: "n" });
    await app.channel.waitForConfirms();
    await queue(broker).apply(state, { ...state.inputs, type: "quorum" });

    const reader = await connect(broker, vhost);
    expect(keepBytes(reader.connection)).toBe(true);
    const read = async (from: string) =>
      (await take(reader, from)).map((message) => {
        const { routingKey, properties } = exactOf(message);
        return [
          routingKey.toString().replace("control", name),
          properties.toString("latin1"),
          message.content.toString("latin1"),
        ];
      });
    expect(await read(name)).toEqual(await read("control"));
    await reader.close();
  });

  test("bindings of everybody stay, and what is published meanwhile arrives", async () => {
    const state = await queue(broker).create({ vhost, name, type: "classic" });
    await app.channel.assertExchange("events", "topic");
    await app.channel.bindQueue(name, "events", "order.*");
    await app.channel.bindQueue(name, "events", "theirs", { "x-note": "another application's" });
    const bound = async () =>
      ((await api(broker, "GET", `queues/${vhost}/${name}/bindings`)).body as Fields[])
        .map(({ source, routing_key, properties_key }) => `${source} ${routing_key} ${properties_key}`)
        .sort();
    const before = await bound();
    await fill(app, 200, "events", "order.paid");
    let published = 200;
    let isDone = false;
    const publishing = (async () => {
      for (; !isDone; published++) {
        app.channel.publish("events", "order.paid", Buffer.from(`order ${published}`), { mandatory: true });
        await app.channel.waitForConfirms();
      }
    })();
    const returned: unknown[] = [];
    app.channel.on("return", (message) => returned.push(message));
    await queue(broker).apply(state, { ...state.inputs, type: "quorum" });
    isDone = true;
    await publishing;
    expect(returned).toEqual([]);
    expect(published).toBeGreaterThan(201);
    expect(await bound()).toEqual(before);
    const found = bodies(await take(app, name));
    expect(new Set(found)).toEqual(new Set(orders(published)));
    expect(found.slice(0, 200)).toEqual(orders(200));
    expect(await leftOvers(broker)).toEqual([]);
  });
});

/**
 * Stops everything that the provider does, as a kill of its process: after a number of requests, of which the last one
 * arrives or not, or after a number of bytes by AMQP.
 */
async function killedAfter(broker: TestBroker, { requests = Infinity, arrives = false, bytes = Infinity }) {
  let isDead = false;
  const reached = () => {
    isDead = true;
  };
  const amqp = await startTcpProxy(broker.amqpUrl, { bytes, reached });
  const pass = forward(broker.endpoint);
  let writes = 0;
  const http = await startFakeServer((request, response) => {
    if (request.method !== "GET") writes++;
    if (writes <= requests && !isDead) return pass(request, response);
    if (!isDead && arrives)
      pass(request, Object.assign(Object.create(response), { writeHead() {}, write() {}, end() {} }));
    isDead = true;
    amqp.cut();
    setTimeout(() => response.destroy(), 20);
  });
  const settings = { onReplace: "migrate", amqpEndpoint: `amqp://${amqp.host}` };
  return {
    broker: { ...broker, endpoint: http.endpoint, ...settings },
    amqp,
    writes: () => writes,
    isDead: () => isDead,
  };
}

const steps: [string, (all: { writes: number; bytes: number }) => Parameters<typeof killedAfter>[1]][] = isLong
  ? [
      ...Array.from({ length: 18 }, (_, i): (typeof steps)[number] => [`request ${i}`, () => ({ requests: i })]),
      ...Array.from({ length: 18 }, (_, i): (typeof steps)[number] => [
        `request ${i}, which arrives`,
        () => ({ requests: i, arrives: true }),
      ]),
      ...Array.from({ length: 20 }, (_, i): (typeof steps)[number] => [
        `${i * 5} % of the bytes by AMQP`,
        ({ bytes }) => ({ bytes: Math.floor((bytes * i) / 20) }),
      ]),
    ]
  : [
      ["request 3", () => ({ requests: 3 })],
      ["the delete of the queue", () => ({ requests: 5, arrives: true })],
      ["the declaration of the new queue", () => ({ requests: 6, arrives: true })],
      ["a third of the bytes by AMQP", ({ bytes }) => ({ bytes: Math.floor(bytes / 3) })],
      ["three quarters of the bytes by AMQP", ({ bytes }) => ({ bytes: Math.floor(bytes * 0.75) })],
    ];

describe.each(enoughBrokers)("RabbitMQ $version: a migration that is killed", (broker) => {
  const count = 600;
  const before = { vhost, name, type: "classic" };
  const after = { ...before, type: "quorum" };
  let app: App;
  useOwnVHost(broker, vhost, (own) => {
    app = own;
  });
  let state: State;
  beforeEach(async () => {
    const run = new EngineRun({ ...broker, onReplace: "migrate" } as TestBroker, new Map());
    await run.up([["Queue", before]]);
    state = run.state;
    await app.channel.assertExchange("events", "topic");
    await app.channel.bindQueue(name, "events", "#", { "x-note": "another application's" });
    await fill(app, count);
  });
  let all: { writes: number; bytes: number };
  const whole = async () => {
    const { broker: through, writes, amqp } = await killedAfter(broker, {});
    const run = new EngineRun(through, state);
    await run.up([["Queue", after]]);
    expect(run.errors).toEqual([]);
    return { writes: writes(), bytes: amqp.sent() };
  };

  test("is measured", async () => {
    all = await whole();
    expect(all).toMatchObject({ writes: expect.any(Number) });
  });

  test.each(steps)("after %s goes on in the next run: no message is lost", async (_, stepOf) => {
    const killed = await killedAfter(broker, stepOf(all));
    const first = new EngineRun(killed.broker, state);
    await first.up([["Queue", after]]);
    if (!isLong) expect(killed.isDead()).toBe(true);
    if (killed.isDead()) expect(first.errors).not.toEqual([]);
    const amqp = { amqpEndpoint: amqpEndpoint(broker), onReplace: "migrate" };
    const second = new EngineRun({ ...broker, ...amqp } as TestBroker, first.state);
    await second.up([["Queue", after]]);
    expect(second.errors).toEqual([]);
    expect(await typeOf(broker)).toBe("quorum");
    expect(await leftOvers(broker)).toEqual([]);
    const bindings = (await api(broker, "GET", `queues/${vhost}/${name}/bindings`)).body as Fields[];
    expect(bindings.map(({ source }) => source).sort()).toEqual(["", "events"]);
    const found = bodies(await take(app, name));
    expect(new Set(found)).toEqual(new Set(orders(count)));
    expect(found.length - count).toBeLessThanOrEqual(256);
  });
});

describe("a migration", () => {
  let app: App;
  useOwnVHost(newest, vhost, (own) => {
    app = own;
  });

  test("through a slow network, one consumer takes all: another would get messages of a quorum queue out of order", async () => {
    const { host } = await startTcpProxy(newest.amqpUrl, { delay: () => 30 });
    const consumes = jest.spyOn(channelClass(app), "consume");
    const state = await queue(newest).create({ vhost, name, type: "quorum" });
    await fill(app, 100);
    await queue(newest, { amqpEndpoint: `amqp://${host}` }).apply(state, { ...state.inputs, type: "classic" });
    const from = consumes.mock.calls.map(([queue]) => queue);
    consumes.mockRestore();
    expect(from).toEqual([name, held]);
    expect(bodies(await take(app, name))).toEqual(orders(100));
  });

  test("many messages are acknowledged at once: a quorum queue may forget some of many acknowledgements", async () => {
    const acks = jest.spyOn(channelClass(app), "ack");
    const state = await queue(newest).create({ vhost, name, type: "quorum" });
    await fill(app, 1_000);
    await queue(newest).apply(state, { ...state.inputs, type: "classic" });
    // Once to the holding queue, once back.
    const calls = acks.mock.calls.map(([, allUpTo]) => allUpTo);
    acks.mockRestore();
    expect(new Set(calls)).toEqual(new Set([true]));
    expect(calls.length).toBeLessThan(500);
    expect(bodies(await take(app, name))).toEqual(orders(1_000));
  });

  test("of the queues of a topology", async () => {
    const data = (type: string) => ({
      vhost,
      exchanges: { events: { type: "topic" } },
      queues: { [name]: { type }, other: { type } },
      bindings: [{ source: "events", destination: name, routingKey: "#" }],
    });
    const { settings } = migrating(newest);
    const state = await topologyRun(newest, settings).create(data("classic"));
    await fill(app, 100, "events");
    await topologyRun(newest, settings).apply(state, data("quorum"));
    expect(await typeOf(newest)).toBe("quorum");
    expect(bodies(await take(app, name))).toEqual(orders(100));
    await fill(app, 1, "events");
    expect(await app.count(name)).toBe(1);
    expect(await leftOvers(newest)).toEqual([]);
  });

  testWith("TLS", newest.tls)("over TLS, with the certificates of the management API", async () => {
    const { amqpUrl, endpoint, caFile, serverName } = newest.tls as NonNullable<TestBroker["tls"]>;
    const tls = { endpoint, amqpEndpoint: `amqps://${new URL(amqpUrl).host}`, serverName };
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    await fill(app, 3);
    const change = { ...state.inputs, type: "quorum" };
    await expect(queue(newest, { ...tls, endpoint: newest.endpoint }).apply(state, change)).rejects.toThrow(
      /cannot connect to amqps:.*certificate/,
    );
    await queue(newest, { ...tls, cacertFile: caFile }).apply(state, change);
    expect(bodies(await take(app, name))).toEqual(orders(3));
  });

  test("counts deliveries anew, those from the queue and those from the holding queue", async () => {
    const state = await queue(newest).create({ vhost, name, type: "quorum" });
    await app.channel.bindQueue(name, "amq.topic", "#");
    const giveBack = async (from: string, count: number) => {
      const got = [];
      for (let i = 0; i < count; i++) got.push((await app.channel.get(from)) as GetMessage);
      for (const message of got) app.channel.nack(message);
    };
    await fill(app, 1);
    await giveBack(name, 1);
    const wanted = { ...state.inputs, type: "classic" };
    await takeOut(queue(newest).client, { former: state.inputs, wanted, force: false, report: () => {} });
    await fill(app, 1, "amq.topic");
    await giveBack(held, 2);
    await queue(newest).apply(state, wanted);
    const messages = await take(app, name);
    expect(messages.map(({ properties }) => properties.headers)).toEqual([{}, {}]);
  });

  test("keeps the messages also with forceDestroy, and the queue is not deleted while they wait", async () => {
    const state = await queue(newest).create({ vhost, name, type: "classic", forceDestroy: true });
    await fill(app, 3);
    const { client } = queue(newest);
    const wanted = { ...state.inputs, type: "quorum" };
    await takeOut(client, { former: state.inputs, wanted, force: true, report: () => {} });
    const kept = { ...state, outs: { ...state.outs, forceDestroy: false } };
    await expect(queue(newest).delete(kept)).rejects.toThrow(
      `not deleted: a migration that was interrupted left messages of it in the queue "${held}". Nothing was lost`,
    );
    await queue(newest).apply(state, wanted);
    expect(bodies(await take(app, name))).toEqual(orders(3));
  });
});

describe("a migration that is refused", () => {
  let app: App;
  useOwnVHost(newest, vhost, (own) => {
    app = own;
  });

  const refusal = async (
    args: Fields,
    change: Fields,
    {
      settings = {},
      prepare = async () => {},
    }: { settings?: Record<string, string>; prepare?: () => Promise<unknown> } = {},
  ) => {
    const state = await queue(newest).create({ vhost, name, ...args });
    await fill(app, 3);
    await prepare();
    const message = await queue(newest, settings)
      .apply(state, { ...state.inputs, ...change })
      .then(
        () => "done",
        (error: Error) => error.message,
      );
    expect((await app.channel.checkQueue(name)).messageCount).toBe(3);
    expect(await leftOvers(newest)).toEqual([]);
    return message;
  };
  const toQuorum = { type: "quorum" };

  test("a stream", async () => {
    const state = await queue(newest).create({ vhost, name, type: "stream" });
    await fill(app, 3);
    await expect(queue(newest).apply(state, { ...state.inputs, ...toQuorum })).rejects.toThrow(
      "not migrated: a stream keeps its messages after they are consumed",
    );
  });
  test("with consumers, which forceDestroy allows to cancel", async () => {
    const consumer = await connect(newest, vhost);
    await consumer.channel.assertQueue("other");
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    await consumer.consume(name, "classic");
    const cancelled = new Promise((resolve) => consumer.connection.once("close", resolve));
    await expect(queue(newest).apply(state, { ...state.inputs, ...toQuorum })).rejects.toThrow(
      "not migrated: it has 1 consumer, which the delete would cancel. Nothing was changed",
    );
    await queue(newest).apply(state, { ...state.inputs, ...toQuorum, forceDestroy: true });
    expect(await typeOf(newest)).toBe("quorum");
    await consumer.close();
    await cancelled;
  });
  test("with the consumer of an interrupted migration, until the broker knows that it is gone: it waits", async () => {
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    const former = await connect(newest, vhost);
    await former.channel.consume(name, () => {}, { consumerTag: "pulumi-migration.former" });
    setTimeout(() => former.close(), 1_500);
    await queue(newest).apply(state, { ...state.inputs, ...toQuorum });
    expect(await typeOf(newest)).toBe("quorum");
  });
  test("with a message that another client holds: the others and the bindings come back", async () => {
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    await app.channel.bindQueue(name, "amq.topic", "order.#");
    await fill(app, 3);
    const holder = await connect(newest, vhost);
    await holder.hold(name);
    await expect(queue(newest).apply(state, { ...state.inputs, ...toQuorum })).rejects.toThrow("it holds 1 message");
    expect(await leftOvers(newest)).toEqual([]);
    expect(await typeOf(newest)).toBe("classic");
    await holder.close();
    await fill(app, 1, "amq.topic", "order.paid");
    expect(bodies(await take(app, name)).sort()).toEqual([...orders(3), "order 0"].sort());
  });
  test("to a maxLength below the number of messages", async () => {
    expect(await refusal({ type: "classic" }, { maxLength: 2 })).toContain(
      "not migrated: it holds 3 messages, and maxLength is 2. Nothing was changed",
    );
  });
  test.each([
    [
      { amqpEndpoint: "" },
      "rabbitmq:amqpEndpoint is not set: run `pulumi config set rabbitmq:amqpEndpoint amqp://localhost:5672`",
    ],
    [{ amqpEndpoint: "amqp://127.0.0.1:1" }, "cannot connect to amqp://127.0.0.1:1: "],
  ])("with the setting %j", async (settings, expected) => {
    const message = await refusal({ type: "classic" }, toQuorum, { settings });
    expect(message).toContain(expected);
  });
  test("where another queue has the holding queue's name", async () => {
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    await app.channel.assertQueue(held);
    await expect(queue(newest).apply(state, { ...state.inputs, ...toQuorum })).rejects.toThrow(
      `not migrated: a queue "${held}" exists, and it is not one of a migration`,
    );
  });
  test("where an operator policy limits the holding queue, while other policies are kept away from it", async () => {
    const limits = { pattern: ".*", definition: { "message-ttl": 50_000 }, priority: 5 };
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    await fill(app, 3);
    await api(newest, "PUT", `operator-policies/${vhost}/short`, limits);
    await expect(queue(newest).apply(state, { ...state.inputs, ...toQuorum })).rejects.toThrow(
      `not migrated: message-ttl of the policy "${held}" or "short" applies to the holding queue "${held}" too, and would drop its messages. Nothing was changed`,
    );
    expect(await leftOvers(newest)).toEqual([]);
    await api(newest, "DELETE", `operator-policies/${vhost}/short`);
    await api(newest, "PUT", `policies/${vhost}/short`, { ...limits, definition: { "max-length": 2 } });
    await fill(app, 0);
    await api(newest, "DELETE", `policies/${vhost}/short`);
    await queue(newest).apply(state, { ...state.inputs, ...toQuorum });
    expect(await leftOvers(newest)).toEqual([]);
  });
  test("a message from another user, until the login is an impersonator", async () => {
    const login = { username: "migrate a", password: "p" };
    const user = `users/${encodeURIComponent(login.username)}`;
    await api(newest, "PUT", user, { password: "p", tags: "administrator" });
    await api(newest, "PUT", `permissions/${vhost}/${encodeURIComponent(login.username)}`, {
      configure: ".*",
      write: ".*",
      read: ".*",
    });
    const state = await queue(newest).create({ vhost, name, type: "classic" });
    app.channel.sendToQueue(name, Buffer.from("order 0"));
    app.channel.sendToQueue(name, Buffer.from("order 1"), { userId: newest.username });
    app.channel.sendToQueue(name, Buffer.from("order 2"));
    await app.channel.waitForConfirms();
    const migrate = () => queue(newest, login).apply(state, { ...state.inputs, ...toQuorum });
    await expect(migrate()).rejects.toThrow(
      `a message has the user id "${newest.username}", and only a login with the tag impersonator`,
    );
    await api(newest, "PUT", user, { password: "p", tags: "administrator,impersonator" });
    await migrate();
    const messages = await take(app, name);
    expect(bodies(messages)).toEqual(orders(3));
    expect(messages[1]?.properties.userId).toBe(newest.username);
    await api(newest, "DELETE", user);
  });
  test("by the broker, which does not take the new arguments: the former queue comes back with its messages", async () => {
    expect(await refusal({ type: "classic" }, { ...toQuorum, leaderLocator: "nowhere" })).toMatch(
      /not replaced: the broker refused: .*x-queue-leader-locator.* The former object is restored$/,
    );
    expect(await typeOf(newest)).toBe("classic");
    expect(bodies(await take(app, name))).toEqual(orders(3));
  });
});
