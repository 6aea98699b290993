import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { lineOf } from "../support/connection";
import { enoughBrokers, takesTransient } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { failed, mapsOf, topologyRun } from "../support/topology";
import { everything } from "./whole";

const vhost = "topology-failure";

// A queue that a failed run declared anew already is told of.
jest.spyOn(console, "warn").mockImplementation(() => {});

describe.each(enoughBrokers)("on RabbitMQ $version a topology", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(async () => {
    await removeVHost();
    await api(broker, "DELETE", `users/${encodeURIComponent(`${vhost} app`)}`);
  });
  const queues = async () =>
    ((await api(broker, "GET", `queues/${vhost}`)).body as { name: string; type: string }[]).map(({ name }) => name);
  const routes = async () =>
    ((await api(broker, "GET", `bindings/${vhost}`)).body as { source: string; destination: string }[])
      .filter(({ source }) => source !== "")
      .map(({ source, destination }) => `${source} -> ${destination}`);

  test("that fails half-way keeps what it did, names each object that failed, and goes on from there", async () => {
    await api(broker, "PUT", `queues/${vhost}/orders`, { durable: true, arguments: { "x-max-length": 7 } });
    await api(broker, "PUT", `queues/${vhost}/the%20dead`, { durable: !takesTransient(broker) });
    const all = everything(vhost);
    const partly = await failed(topologyRun(broker).create(all));
    expect(partly.reasons).toEqual([
      expect.stringMatching(
        /^queue "orders" in vhost "topology-failure": exists already, with other properties: .*maxLength/,
      ),
      expect.stringMatching(
        takesTransient(broker)
          ? /^queue "the dead" in vhost "topology-failure": exists already, with other properties: .*durable/
          : /^queue "the dead" in vhost "topology-failure": exists already, with other properties: .*messageTtl/,
      ),
    ]);
    expect(Object.keys(partly.outs).sort()).toEqual([
      "__by",
      "exchanges",
      "federationUpstreamSets",
      "federationUpstreams",
      "operatorPolicies",
      "policies",
      "users",
      "vhost",
    ]);

    await api(broker, "DELETE", `queues/${vhost}/orders`);
    await api(broker, "DELETE", `queues/${vhost}/the%20dead`);
    const whole = await topologyRun(broker).apply(partly, all);
    expect(await topologyRun(broker).read(whole)).toMatchObject({ inputs: whole.inputs, props: whole.outs });
    expect(Object.keys(whole.outs)).toEqual(expect.arrayContaining(["bindings", "limits", "permissions"]));
  });

  test("names objects that fail for one reason in one line", async () => {
    const numbers = Array.from({ length: 14 }, (_, index) => 10 + index);
    const exchanges = Object.fromEntries(numbers.map((number) => [`e${number}`, { type: "x-not-there" }]));
    const error = await topologyRun(broker)
      .create({ vhost, exchanges })
      .catch(({ message }: Error) => message);
    const ten = numbers.slice(0, 10).map((number) => `exchange "e${number}" in vhost "${vhost}"`);
    expect(error).toMatch(`topology of vhost "${vhost}": ${ten.join(", ")}, 4 more: the broker has no exchange type`);
    expect(String(error).match(/has no exchange type/g)).toHaveLength(1);
  });

  test("that can do nothing at all fails as a whole, and is not in the state", async () => {
    await removeVHost();
    const error = await topologyRun(broker)
      .create(everything(vhost))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^topology of vhost "topology-failure": the vhost does not exist/),
    });
    expect(error).not.toHaveProperty("id");
  });

  test("that loses its broker stops, and says what was not tried", async () => {
    const pass = forward(broker.endpoint);
    let writes = 0;
    const server = await startFakeServer((request, response) => {
      if (request.method === "PUT" && ++writes > 150)
        response.writeHead(400).end('{"error":"bad_request","reason":"enough"}');
      else pass(request, response);
    });
    const names = Array.from({ length: 400 }, (_, index) => `q${index}`);
    const data = { vhost, queues: Object.fromEntries(names.map((name) => [name, { type: "classic" }])) };
    const partly = await failed(topologyRun({ ...broker, endpoint: server.endpoint }).create(data));
    expect(Object.keys(mapsOf(partly.outs)["queues"] as object)).toHaveLength(150);
    expect(partly.reasons.at(-1)).toMatch(/^\d+ more were not tried$/);
    expect(partly.reasons.length).toBeLessThan(130);
    const whole = await topologyRun(broker).apply(partly, data);
    expect(Object.keys(mapsOf(whole.outs)["queues"] as object).sort()).toEqual((await queues()).sort());
  });

  test("takes over what has other properties where it is imported, as far as the broker can", async () => {
    await api(broker, "PUT", `policies/${vhost}/ttl`, { pattern: "^other", definition: { "message-ttl": 1 } });
    const data = {
      vhost,
      policies: { ttl: { pattern: "^orders", definition: { "message-ttl": 60_000 } } },
      queues: { q: { type: "classic" } },
    };
    const partly = await topologyRun(broker)
      .create(data)
      .catch(({ message }: Error) => message);
    expect(partly).toMatch(/policy "ttl" in vhost "topology-failure": exists already, with other properties/);
    const taken = await topologyRun(broker).create({ ...data, __import: vhost });
    expect((await topologyRun(broker).read(taken)).props).toEqual(taken.outs);
    await api(broker, "PUT", `policies/${vhost}/theirs`, { pattern: "^x", definition: { "message-ttl": 1 } });
    const policies = { ...data.policies, theirs: { pattern: "^y", definition: { "message-ttl": 2 } } };
    const later = await failed(topologyRun(broker).apply(taken, { ...data, policies, __import: vhost }));
    expect(later.reasons).toEqual([expect.stringMatching(/^policy "theirs" .*exists already, with other properties/)]);
    const line = await lineOf(() => topologyRun(broker).create({ ...data, __import: "another" }));
    expect(line).toMatch(/the option import is "another", but a topology's id is its vhost/);
  });

  describe("with a message in a queue", () => {
    const data = {
      vhost,
      exchanges: { events: { type: "fanout" }, audit: { type: "fanout" } },
      queues: { orders: { type: "classic" }, other: { type: "classic" } },
      bindings: [
        { source: "events", destination: "orders" },
        { source: "events", destination: "other" },
        { source: "audit", destination: "orders" },
      ],
    };
    let app: Awaited<ReturnType<typeof connect>>;
    const start = async () => {
      const state = await topologyRun(broker).create(data);
      app = await connect(broker, vhost);
      await app.send("orders");
      return state;
    };
    afterEach(() => app.close());

    test("deletes nothing of what is taken out of it, and keeps its routes", async () => {
      const state = await start();
      const before = await routes();
      const partly = await failed(topologyRun(broker).apply(state, { vhost, exchanges: { added: { type: "topic" } } }));
      expect(partly.reasons).toEqual([
        expect.stringMatching(
          /^queue "orders" in vhost "topology-failure": not deleted: it holds 1 message and has 0 consumers\. Nothing was lost/,
        ),
      ]);
      expect(await queues()).toEqual(["orders", "other"]);
      expect((await routes()).sort()).toEqual(before.sort());
      expect(mapsOf(partly.outs)).toMatchObject({
        exchanges: { events: {}, audit: {}, added: {} },
        queues: { orders: {}, other: {} },
      });

      await app.channel.purgeQueue("orders");
      const done = await topologyRun(broker).apply(partly, { vhost, exchanges: { added: { type: "topic" } } });
      expect(await queues()).toEqual([]);
      expect(mapsOf(done.outs)).toMatchObject({ vhost, exchanges: { added: {} } });
      expect(mapsOf(done.outs)).not.toHaveProperty("queues");
    });

    test("does not replace it, and keeps its message", async () => {
      const state = await start();
      const changed = { ...data, queues: { ...data.queues, orders: { type: "classic", maxLength: 5 } } };
      const partly = await failed(topologyRun(broker).apply(state, changed));
      expect(partly.reasons).toEqual([expect.stringMatching(/queue "orders" .*not deleted: it holds 1 message/)]);
      expect(partly.outs).toEqual(state.outs);
      expect(await app.count("orders")).toBe(1);

      await app.channel.purgeQueue("orders");
      const replaced = await topologyRun(broker).apply(partly, changed);
      expect(await topologyRun(broker).read(replaced)).toMatchObject({ inputs: replaced.inputs });
      expect(await routes()).toHaveLength(3);
    });

    test("is not deleted, unless its queues may be", async () => {
      const state = await start();
      const line = await lineOf(() => topologyRun(broker).delete(state));
      expect(line).toMatch(/^topology of vhost "topology-failure": queue "orders" .*not deleted: it holds 1 message/);
      expect(await queues()).toHaveLength(2);
      await topologyRun(broker, { forceDestroy: "true" }).delete(state);
      expect(await queues()).toEqual([]);
    });
  });

  test("keeps what is taken out of it where retainOnDelete says so", async () => {
    const state = await topologyRun(broker).create({ vhost, queues: { q: { type: "classic" } }, __retain: true });
    const after = await topologyRun(broker).apply(state, { vhost, __retain: true });
    expect(after.outs).toEqual({ vhost, __retain: true });
    expect(await queues()).toEqual(["q"]);
  });

  test("of which the broker cannot list something keeps what it did", async () => {
    const pass = forward(broker.endpoint);
    const server = await startFakeServer((request, response) => {
      if (!request.url?.startsWith(`/api/bindings/${vhost}`)) return pass(request, response);
      response.writeHead(400).end('{"error":"bad_request","reason":"not now"}');
    });
    const bindings = ["a", "b", "c"].map((routingKey) => ({ source: "amq.topic", destination: "q", routingKey }));
    const data = { vhost, queues: { q: { type: "classic" } }, bindings };
    const partly = await failed(topologyRun({ ...broker, endpoint: server.endpoint }).create(data));
    expect(partly.reasons).toEqual([expect.stringMatching(/^bindings: the broker refused: not now/)]);
    expect(mapsOf(partly.outs)).toMatchObject({ vhost, queues: { q: {} } });
    expect(mapsOf(partly.outs)).not.toHaveProperty("bindings");
    const whole = await topologyRun(broker).apply(partly, data);
    expect(await routes()).toHaveLength(3);
    expect(await topologyRun(broker).read(whole)).toMatchObject({ inputs: whole.inputs });
  });

  test("whose broker goes away reports it in one line, and sends nothing more", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `q${index}`);
    const data = (maxLength: number) => ({
      vhost,
      queues: Object.fromEntries(names.map((name) => [name, { type: "classic", maxLength }])),
    });
    const state = await topologyRun(broker).create(data(5));
    const pass = forward(broker.endpoint);
    let puts = 0;
    const server = await startFakeServer((request, response) => {
      if (request.method === "PUT") puts++;
      if (puts < 10) pass(request, response);
      else request.destroy();
    });
    const partly = await failed(topologyRun({ ...broker, endpoint: server.endpoint }).apply(state, data(6)));
    expect(partly.reasons).toEqual([
      expect.stringMatching(/it is unknown whether it was declared again: cannot reach .* Run `pulumi up` again$/),
      "50 more were not tried",
    ]);
    const whole = await topologyRun(broker).apply(partly, data(6));
    expect(await topologyRun(broker).read(whole)).toMatchObject({ inputs: whole.inputs });
  });

  describe("that replaces a queue", () => {
    const data = { vhost, queues: { q: { type: "classic" } } };
    const changed = { vhost, queues: { q: { type: "classic", maxLength: 5 } } };
    const start = async () => {
      const state = await topologyRun(broker).create(data);
      await api(broker, "POST", `bindings/${vhost}/e/amq.topic/q/q`, { routing_key: "theirs" });
      return state;
    };
    /** A broker that refuses some requests. */
    const refusing = async (isRefused: (request: string) => boolean) => {
      const pass = forward(broker.endpoint);
      return startFakeServer((request, response) => {
        if (!isRefused(`${request.method} ${request.url}`)) pass(request, response);
        else response.writeHead(400).end('{"error":"bad_request","reason":"not now"}');
      });
    };
    const finishes = async (partly: Parameters<ReturnType<typeof topologyRun>["apply"]>[0]) => {
      const done = await topologyRun(broker).apply(partly, changed);
      expect(await topologyRun(broker).read(done)).toMatchObject({ inputs: done.inputs, props: done.outs });
      expect(await routes()).toEqual(["amq.topic -> q"]);
    };

    test("and cannot give back its bindings, does so in the next run", async () => {
      const state = await start();
      const server = await refusing((request) => request.startsWith("POST /api/bindings"));
      const run = topologyRun({ ...broker, endpoint: server.endpoint });
      const partly = await failed(run.apply(state, changed));
      expect(partly.reasons).toEqual([expect.stringMatching(/could not be restored: .*with key "theirs"/)]);
      expect(await routes()).toEqual([]);
      await finishes(partly);
    });

    test("and cannot declare it, neither as it shall be nor as it was, does so in the next run", async () => {
      const state = await start();
      let isDeleted = false;
      const server = await refusing((request) => {
        if (request.startsWith("DELETE ")) isDeleted = true;
        return isDeleted && request.startsWith("PUT ");
      });
      const run = topologyRun({ ...broker, endpoint: server.endpoint });
      const partly = await failed(run.apply(state, changed));
      expect(partly.reasons).toEqual([expect.stringMatching(/not replaced: .*could not be fully restored/)]);
      expect(await queues()).toEqual([]);
      await finishes(partly);
    });
  });

  test("that could set only one of two limits sets the other one in the next run", async () => {
    const pass = forward(broker.endpoint);
    const server = await startFakeServer((request, response) => {
      if (!request.url?.endsWith("max-queues") || request.method !== "PUT") return pass(request, response);
      response.writeHead(400).end('{"error":"bad_request","reason":"not now"}');
    });
    const data = { vhost, limits: { maxConnections: 5, maxQueues: 7 } };
    const partly = await failed(topologyRun({ ...broker, endpoint: server.endpoint }).create(data));
    const done = await topologyRun(broker).apply(partly, data);
    expect(await topologyRun(broker).read(done)).toMatchObject({ inputs: done.inputs, props: done.outs });
  });

  test("lowers the limit of queues after it deleted some, and raises it before it declares more", async () => {
    const some = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: "classic" }]));
    const first = await topologyRun(broker).create({ vhost, limits: { maxQueues: 2 }, queues: some("a", "b") });
    const raised = await topologyRun(broker).apply(first, {
      vhost,
      limits: { maxQueues: 3 },
      queues: some("a", "b", "c"),
    });
    const lowered = await topologyRun(broker).apply(raised, { vhost, limits: { maxQueues: 1 }, queues: some("c") });
    expect(await queues()).toEqual(["c"]);
    const both = { maxQueues: 3, maxConnections: 5 };
    const mixed = await topologyRun(broker).apply(lowered, { vhost, limits: both, queues: some("c", "d", "e") });
    expect(await topologyRun(broker).read(mixed)).toMatchObject({ inputs: mixed.inputs });
    const crossed = { maxQueues: 4, maxConnections: 4 };
    const last = await topologyRun(broker).apply(mixed, { vhost, limits: crossed, queues: some("c", "d", "e", "f") });
    expect(await topologyRun(broker).read(last)).toMatchObject({ inputs: last.inputs, props: last.outs });
  });
});
