import { connect as connectStream } from "rabbitmq-stream-js-client";
import type { Fields } from "../../model/object";
import { kinds } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { enoughBrokers, newest, outerBrokers, type TestBroker } from "../support/environment";
import { json, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider, type State, said } from "../support/provider";
import { mapsOf, topologyRun } from "../support/topology";

const vhost = "super-stream";
const settings = { forceDestroy: "true" };

const it = (broker: TestBroker, options = {}) => provider(broker, "SuperStream", options);

/** What the broker has, under its own names. */
async function found(broker: TestBroker, name: string) {
  const list = async (path: string) => (await api(broker, "GET", path)).body as Fields[];
  const is = (value: unknown) => value === name || String(value).startsWith(`${name}-`);
  const exchanges = (await list(`exchanges/${vhost}`)).filter((exchange) => is(exchange["name"]));
  const queues = (await list(`queues/${vhost}?disable_stats=true`)).filter((queue) => is(queue["name"]));
  const bindings = (await list(`bindings/${vhost}`)).filter(({ source }) => source === name);
  return {
    exchanges: exchanges.map(({ name, type, durable, auto_delete, internal, arguments: table }) => [
      ...[name, type, durable, auto_delete, internal, table],
    ]),
    streams: queues.map(({ name, type, arguments: table }) => [name, type, table]),
    bindings: bindings.map(({ destination, routing_key, properties_key, arguments: table }) => [
      ...[destination, routing_key, properties_key, table],
    ]),
  };
}

/** As RabbitMQ's stream protocol and `PUT /api/stream/super-streams` of 4.3 declare it; the last part of a key is a hash of the typed arguments. */
const asItsTools = (name: string, keys: readonly string[], table: Fields = {}) => ({
  exchanges: [[name, "direct", true, false, false, { "x-super-stream": true }]],
  streams: keys
    .toSorted()
    .map((key) => [
      `${name}-${key}`,
      "stream",
      { "x-queue-type": "stream", "x-queue-leader-locator": "balanced", ...table },
    ]),
  bindings: expect.arrayContaining(
    keys.map((key, order) => [
      `${name}-${key}`,
      key,
      `${key}~${["iKEaZQ", "1jlUUQ"][order]}`,
      { "x-stream-partition-order": order },
    ]),
  ),
});

describe.each(outerBrokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test("is an exchange, streams and bindings in order, as RabbitMQ's own tools declare them", async () => {
    await it(broker).create({ vhost, name: "counted", partitions: 2 });
    expect(await found(broker, "counted")).toEqual(asItsTools("counted", ["0", "1"]));
    await it(broker).create({ vhost, name: "keyed", routingKeys: ["emea", "apac"], maxAge: "7D" });
    expect(await found(broker, "keyed")).toEqual(asItsTools("keyed", ["emea", "apac"], { "x-max-age": "7D" }));
  });

  if (broker.version.localeCompare("3.13", "en", { numeric: true }) >= 0) {
    test("that RabbitMQ's own client has declared is adopted", async () => {
      const { username, password, ports } = broker;
      const port = Number(ports?.stream);
      const client = await connectStream({ hostname: "127.0.0.1", port, username, password, vhost });
      await client.createSuperStream({ streamName: "theirs" }, undefined, 2);
      await client.createSuperStream({ streamName: "their-keys" }, ["emea", "apac"]);
      await client.close();
      expect(await found(broker, "theirs")).toEqual(asItsTools("theirs", ["0", "1"]));
      said.mockClear();
      await it(broker).create({ vhost, name: "theirs", partitions: 2 });
      await it(broker).create({ vhost, name: "their-keys", routingKeys: ["emea", "apac"] });
      expect(said.mock.calls.flat()).toEqual(Array(2).fill(expect.stringContaining("is now managed by this stack")));
    });
  } else {
    test.skip("that RabbitMQ's own client has declared is adopted (needs RabbitMQ 3.13: the protocol cannot before)", () => {});
  }
});

describe.each(enoughBrokers)("RabbitMQ $version: a super stream", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(() => removeVHost());

  const orders = { vhost, name: "orders", routingKeys: ["emea", "apac"] };
  const change = async (state: State, news: Fields, options = {}) => {
    const run = it(broker, options);
    return run.apply(state, await run.check({ ...orders, ...news }));
  };
  const encoded = (name: string) => `queues/${vhost}/${name}`;
  const boundTo = async (name: string) =>
    (await found(broker, name)).bindings
      .map(([, key, , table]) => [(table as Fields)["x-stream-partition-order"], key])
      .sort();

  test("grows at its end, and its streams stay", async () => {
    const state = await it(broker).create(orders);
    const after = await change(state, { routingKeys: ["emea", "apac", "amer"] });
    expect(await boundTo("orders")).toEqual([
      [0, "emea"],
      [1, "apac"],
      [2, "amer"],
    ]);
    expect(await it(broker).read(after)).toMatchObject({ inputs: after.inputs });
  });

  test("is not changed at `up` if it has other partitions on the broker by then", async () => {
    const state = await it(broker).create(orders);
    await change(state, { routingKeys: ["emea", "apac", "amer"] });
    await expect(change(state, { routingKeys: ["emea", "apac", "afri"] })).rejects.toThrow(
      'super stream "orders" in vhost "super-stream": a super stream only grows, at its end: its partition 2 is "orders-amer", but the program has "afri" there. Messages would be lost, and keys would go to other partitions: keep its 3 partitions in their order, or declare another super stream',
    );
    await api(broker, "PUT", encoded("audit"), { durable: true, arguments: { "x-queue-type": "stream" } });
    await api(broker, "POST", `bindings/${vhost}/e/orders/q/audit`, { routing_key: "emea" });
    await expect(change(state, { routingKeys: ["emea", "apac", "amer", "afri"] })).rejects.toThrow(
      'the stream "audit" is bound to its exchange in another way than its partitions',
    );
    expect((await boundTo("orders")).length).toBe(4);
  });

  test("a missing partition and a missing binding are seen by a refresh, and put back", async () => {
    const state = await it(broker).create({ ...orders, routingKeys: ["emea", "apac", "amer"] });
    await api(broker, "DELETE", encoded("orders-apac"));
    const [binding] = (await api(broker, "GET", `bindings/${vhost}/e/orders/q/orders-amer`)).body;
    await api(broker, "DELETE", `bindings/${vhost}/e/orders/q/orders-amer/${binding.properties_key}`);
    const drifted = await it(broker).read(state);
    expect(drifted.inputs).toMatchObject({ routingKeys: ["emea"] });
    await it(broker)
      .create(orders)
      .catch(() => {});
    await api(broker, "POST", `bindings/${vhost}/e/orders/q/orders-amer`, {
      routing_key: "amer",
      arguments: { "x-stream-partition-order": 2 },
    });
    const again = await it(broker).read(state);
    expect(again.inputs).toMatchObject({ routingKeys: ["emea", null, "amer"] });
    const run = it(broker);
    const { inputs, failures } = await run.verbs.check(again.inputs, state.inputs);
    expect(failures).toEqual([]);
    const repaired = await run.apply({ id: String(again.id), outs: again.props as Fields }, inputs as Fields);
    expect(await it(broker).read(repaired)).toMatchObject({ inputs: state.inputs });
  });

  test("without its exchange still exists, and gets it back", async () => {
    const state = await it(broker).create(orders);
    await api(broker, "DELETE", `exchanges/${vhost}/orders`);
    const { id, props, inputs } = await it(broker).read(state);
    expect(inputs).toMatchObject({ routingKeys: [] });
    const run = it(broker);
    expect((await run.verbs.check(inputs, state.inputs)).failures).toEqual([]);
    await run.apply({ id: String(id), outs: props as Fields }, state.inputs);
    expect(await found(broker, "orders")).toEqual(asItsTools("orders", orders.routingKeys));
  });

  test("with other properties is left alone, and each difference is told", async () => {
    await it(broker).create(orders);
    const creating = it(broker).create({ ...orders, maxAge: "1D", maxLengthBytes: 5_000 });
    await expect(creating).rejects.toThrow(
      'exists already, with other properties: maxAge: wanted "1D", found none; maxLengthBytes: wanted 5000, found none. Nothing was changed',
    );
    await api(broker, "PUT", `exchanges/${vhost}/events`, { type: "topic", durable: true });
    await expect(it(broker).create({ ...orders, name: "events" })).rejects.toThrow(
      'the exchange of this name exists already and is not that of a super stream: type: wanted "direct", found "topic"; arguments: wanted {"x-super-stream":true}, found none. Nothing was changed',
    );
    await api(broker, "PUT", encoded("events2-apac"), { durable: true });
    await expect(it(broker).create({ ...orders, name: "events2" })).rejects.toThrow(/inequivalent arg 'x-queue-type'/);
  });

  test("is replaced by force for other settings of its streams", async () => {
    const state = await it(broker).create({ ...orders, forceDestroy: true });
    await change(state, { forceDestroy: true, maxAge: "7D" });
    expect(await found(broker, "orders")).toEqual(asItsTools("orders", orders.routingKeys, { "x-max-age": "7D" }));
  });

  test("is completed by the next run, wherever the broker refuses to go on", async () => {
    const writes = 5;
    const incomplete: boolean[] = [];
    for (let passed = 0; passed < writes; passed++) {
      const name = `cut-${passed}`;
      const pass = forward(broker.endpoint);
      let count = 0;
      const server = await startFakeServer((request, response) =>
        request.method !== "GET" && count++ >= passed
          ? json(response, 400, { error: "bad_request", reason: "not now" })
          : pass(request, response),
      );
      const error = await it({ ...broker, endpoint: server.endpoint })
        .create({ ...orders, name })
        .catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ message: expect.stringContaining("not now") });
      incomplete.push("properties" in error);
      await it(broker).create({ ...orders, name });
      expect(await found(broker, name)).toEqual(asItsTools(name, orders.routingKeys));
    }
    // The state gets what exists in part, so that it can be deleted too.
    expect(incomplete).toEqual([false, true, true, true, true]);
  });

  test("is deleted by force with what others have bound to its exchange", async () => {
    const state = await it(broker).create(orders);
    await api(broker, "PUT", encoded("theirs"), { durable: true });
    await api(broker, "POST", `bindings/${vhost}/e/orders/q/theirs`, { routing_key: "emea" });
    expect(await it(broker).read(state)).toMatchObject({ inputs: state.inputs });
    await it(broker, { settings }).delete(state);
    expect(await found(broker, "orders")).toEqual({ exchanges: [], streams: [], bindings: [] });
  });

  test("gets back what is deleted already if a message comes at the last moment", async () => {
    const state = await it(broker).create(orders);
    const pass = forward(broker.endpoint);
    let isDeleting = false;
    const counted = (queue: Fields) => ({
      messages: isDeleting && queue["name"] === "orders-apac" ? 1 : 0,
      consumers: 0,
    });
    const server = await startFakeServer(async (request, response) => {
      isDeleting ||= request.method === "DELETE";
      if (request.method !== "GET" || !/queues\/[^?]*$/.test(String(request.url))) return pass(request, response);
      const { status, body } = await api(broker, "GET", String(request.url).slice("/api/".length));
      const withCounts = (queue: Fields) => ({ ...queue, ...counted(queue) });
      json(response, status, status !== 200 ? body : Array.isArray(body) ? body.map(withCounts) : withCounts(body));
    });
    await expect(it({ ...broker, endpoint: server.endpoint }).delete(state)).rejects.toThrow(
      'its partition "orders-apac" is not deleted: it holds 1 message and has 0 consumers. Nothing was lost.',
    );
    expect(server.requests).toContain(`DELETE /api/exchanges/${vhost}/orders`);
    expect(await found(broker, "orders")).toEqual(asItsTools("orders", orders.routingKeys));
  });

  test("in a topology grows, is read and deleted there, and nothing else declares its parts", async () => {
    const data = (partitions: number) => ({
      vhost,
      superStreams: Object.fromEntries(["a", "b", "c"].map((name) => [name, { partitions, forceDestroy: true }])),
    });
    const state = await topologyRun(broker).create(data(1));
    const after = await topologyRun(broker).apply(state, data(2));
    expect(await found(broker, "c")).toEqual(asItsTools("c", ["0", "1"]));
    await api(broker, "DELETE", encoded("b-1"));
    const { inputs = {}, props: outs = {} } = await topologyRun(broker).read(after);
    expect(mapsOf(inputs)["superStreams"]).toMatchObject({
      a: { partitions: 2 },
      b: { partitions: 1 },
      c: { partitions: 2 },
    });
    const { failures = [] } = await topologyRun(broker).verbs.check(after.inputs, data(1));
    expect(failures.map(({ reason }) => reason)).toEqual(
      ["a", "b", "c"].map((name) =>
        expect.stringContaining(
          `superStreams.${name}: a super stream only grows, at its end: its partition 1 is "${name}-1"`,
        ),
      ),
    );
    await topologyRun(broker).delete({ id: after.id, inputs, outs });
    expect(await found(broker, "c")).toEqual({ exchanges: [], streams: [], bindings: [] });
  });

  test("stays if the program now declares a part of it, and its parts stay if the program declares it", async () => {
    const state = await it(broker).create(orders);
    const taking = it(broker, { settings });
    taking.run.noteDeclared({ kind: kinds.Queue, args: { vhost, name: "orders-emea" } }, "emea");
    said.mockClear();
    await taking.delete(state);
    expect(said.mock.calls.flat()).toEqual([
      'super stream "orders" in vhost "super-stream": not deleted, since the program declares queue "orders-emea" in vhost "super-stream"',
    ]);
    const { run } = it(broker, { settings });
    await it(broker, { run }).check(orders);
    await provider(broker, "Queue", { run }).delete({
      id: `${vhost}/orders-emea`,
      outs: { vhost, name: "orders-emea" },
    });
    await provider(broker, "Exchange", { run }).delete({ id: `${vhost}/orders`, outs: { vhost, name: "orders" } });
    expect(await found(broker, "orders")).toEqual(asItsTools("orders", orders.routingKeys));
  });
});

describe("without a broker", () => {
  const reasons = async (news: Fields, olds: Fields = {}) => {
    const { failures = [] } = await it(newest).verbs.check(olds, { vhost, name: "orders", ...news });
    return failures.map(({ reason }) => reason).join("; ");
  };
  const earlier = { vhost, name: "orders", routingKeys: ["emea", "apac"] };

  test.each([
    ["fewer", ["emea"], 'its partition 1 is "orders-apac", but the program has none there'],
    ["in another order", ["apac", "emea"], 'its partition 0 is "orders-emea", but the program has "apac" there'],
    ["with a new one in front", ["afri", "emea", "apac"], 'but the program has "afri" there'],
  ])("partitions may not become %s", async (_, routingKeys, reason) => {
    expect(await reasons({ routingKeys }, earlier)).toContain(reason);
  });

  test("partitions may become more, and a number is a list of keys", async () => {
    expect(await reasons({ routingKeys: ["emea", "apac", "afri"] }, earlier)).toBe("");
    const counted = { vhost, name: "orders", partitions: 2 };
    expect(await reasons({ partitions: 3 }, counted)).toBe("");
    expect(await reasons({ routingKeys: ["0", "1", "more"] }, counted)).toBe("");
    expect(await reasons({ partitions: 1 }, counted)).toContain('its partition 1 is "orders-1"');
    expect(await reasons({ name: "others", partitions: 1 }, counted)).toBe("");
  });

  test.each([
    [{}, "either partitions or routingKeys must be given"],
    [{ partitions: 2, routingKeys: ["a"] }, "either partitions or routingKeys must be given"],
    [{ partitions: 0 }, "partitions: must be 1 or more"],
    [{ partitions: 1_001 }, "partitions: must be at most 1000"],
    [{ routingKeys: [] }, "routingKeys: must not be empty"],
    [{ routingKeys: ["a", "a"] }, "routingKeys: must not contain a key twice"],
    [{ routingKeys: ["a~"] }, 'must not contain "~"'],
    [{ routingKeys: ["a".repeat(249)] }, "name: is too long: the partition"],
    [{ partitions: 2, maxAge: "7" }, "maxAge: must be a number above 0"],
  ])("%j is refused", async (news, reason) => {
    expect(await reasons(news)).toContain(reason);
  });

  test("its exchange, its streams and its bindings are declared by it", async () => {
    const { run } = it(newest);
    await it(newest, { run }).check({ vhost, name: "orders", partitions: 2 });
    const declared = async (kind: "Queue" | "Exchange" | "Binding", args: Fields) =>
      (await provider(newest, kind, { run }).verbs.check({}, { vhost, ...args })).failures?.map(({ reason }) => reason);
    const twice = /is declared twice, by .*super stream "orders"/;
    expect(await declared("Exchange", { name: "orders", type: "direct" })).toEqual([expect.stringMatching(twice)]);
    expect(await declared("Queue", { name: "orders-1" })).toEqual([expect.stringMatching(twice)]);
    const binding = { source: "orders", destination: "orders-1", routingKey: "1" };
    expect(await declared("Binding", { ...binding, arguments: { "x-stream-partition-order": 1 } })).toEqual([
      expect.stringMatching(twice),
    ]);
    expect(await declared("Binding", binding)).toEqual([]);
    expect(await declared("Queue", { name: "orders-2" })).toEqual([]);
  });
});
