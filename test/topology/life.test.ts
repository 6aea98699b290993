import type { Fields } from "../../model/object";
import { sections } from "../../provider/topology/section";
import { api, makeVHost } from "../support/admin";
import { enoughBrokers, outerBrokers } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { asSentAgain, mapsOf, said, topologyRun } from "../support/topology";
import { everything } from "./whole";

const vhost = "topology/life";
const encoded = encodeURIComponent(vhost);
const all = everything(vhost);

describe.each(outerBrokers)("a topology on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(async () => {
    await removeVHost();
    await api(broker, "DELETE", `users/${encodeURIComponent(`${vhost} app`)}`);
  });
  const list = async (path: string) => (await api(broker, "GET", path)).body as Fields[];
  const namesOf = async (path: string) =>
    (await list(path)).map(({ name }) => String(name)).filter((name) => name !== "" && !name.startsWith("amq."));

  test("is declared, read as it was declared, not changed by a second run, and deleted", async () => {
    const state = await topologyRun(broker).create(all);
    expect(sections.map(({ name }) => name).filter((name) => !(name in state.outs))).toEqual([]);
    expect(await namesOf(`exchanges/${encoded}`)).toEqual(["dead/letters", "events", "log"]);
    expect(await namesOf(`queues/${encoded}`)).toEqual(["log-0", "orders", "the dead"]);
    expect(await list(`vhosts/${encoded}/topic-permissions`)).toMatchObject([
      { exchange: "events", write: "^order\\." },
    ]);
    const bindings = (await list(`bindings/${encoded}`)).filter(({ source }) => source !== "");
    expect(bindings.map(({ routing_key }) => routing_key).sort()).toEqual(["", "0", "a b", "order.#"]);

    const { props, inputs } = await topologyRun(broker).read(state);
    expect({ props, inputs }).toEqual({ props: state.outs, inputs: state.inputs });
    const later = topologyRun(broker);
    expect(await later.verbs.diff(state.id, state.outs, await later.check(all, state.inputs))).toEqual({
      changes: false,
    });

    await topologyRun(broker).delete(state);
    expect(await namesOf(`queues/${encoded}`)).toEqual([]);
    expect(await namesOf(`exchanges/${encoded}`)).toEqual([]);
    expect(await namesOf(`policies/${encoded}`)).toEqual([]);
    expect(await list(`vhost-limits/${encoded}`)).toEqual([]);
    expect(await namesOf("users")).not.toContain(`${vhost} app`);
    await topologyRun(broker).delete(state);
  });

  test("adopts what is there exactly as declared, and says so in one line", async () => {
    const { outs } = await topologyRun(broker).create(all);
    const run = topologyRun(broker);
    const inputs = await run.check(all);
    said.mockClear();
    expect(asSentAgain((await run.verbs.create(inputs)).outs ?? {})).toEqual(outs);
    expect(said.mock.calls.flat()).toEqual([
      expect.stringMatching(
        /^topology of vhost "topology\/life": existed already and is now managed by this stack: user .*, 8 more\. Adopted objects are the stack.s own: /,
      ),
    ]);
  });

  test("is new: its objects with secrets are told, of which Pulumi shows nothing; later only what changes", async () => {
    said.mockClear();
    const { inputs } = await topologyRun(broker).create(all);
    const lines = String(said.mock.calls[0]).split("\n");
    expect(lines[0]).toBe(`topology of vhost "${vhost}":`);
    expect(lines.slice(1).map((line) => line.split('"')[0])).toEqual([
      "  + user ",
      "  + federation upstream ",
      "  + shovel ",
      "  + parameter ",
    ]);
    said.mockClear();
    await topologyRun(broker).check(all, inputs);
    expect(said).not.toHaveBeenCalled();
  });

  test("touches only what has changed", async () => {
    const state = await topologyRun(broker).create(all);
    const server = await startFakeServer(forward(broker.endpoint));
    const run = topologyRun({ ...broker, endpoint: server.endpoint });
    const bindings = [...(all["bindings"] as Fields[])];
    bindings[0] = { source: "events", destination: "orders", routingKey: "order.paid" };
    const after = await run.apply(state, { ...all, bindings });
    const written = server.requests.filter((request) => !request.startsWith("GET "));
    expect(written).toEqual([
      `POST /api/bindings/${encoded}/e/events/q/orders`,
      `DELETE /api/bindings/${encoded}/e/events/q/orders/order.%2523`,
    ]);
    expect(await topologyRun(broker).read(after)).toMatchObject({ inputs: after.inputs });
  });

  test("changes in place what the broker can change, and knows what is kept here only", async () => {
    const state = await topologyRun(broker).create(all);
    const user = `${vhost} app`;
    const changed = {
      ...all,
      limits: { maxQueues: 50 },
      policies: { ttl: { pattern: "^orders", applyTo: "queues", definition: { "message-ttl": 1_000 } } },
      permissions: { [user]: { write: "^(events|audit)$", closeConnections: true } },
      queues: {
        ...(all["queues"] as object),
        orders: { type: "quorum", deadLetterExchange: "dead/letters", forceDestroy: true },
      },
    };
    const after = await topologyRun(broker).apply(state, changed);
    expect(await topologyRun(broker).read(after)).toMatchObject({ inputs: after.inputs, props: after.outs });
    expect(await list(`vhosts/${encoded}/permissions`)).toContainEqual(
      expect.objectContaining({ user, write: "^(events|audit)$" }),
    );
    expect(await list(`vhost-limits/${encoded}`)).toMatchObject([{ value: { "max-queues": 50 } }]);
  });

  test("sees what somebody changed or deleted, and puts it right", async () => {
    const state = await topologyRun(broker).create(all);
    const user = `${vhost} app`;
    await api(broker, "DELETE", `queues/${encoded}/the%20dead`);
    await api(broker, "PUT", `permissions/${encoded}/${encodeURIComponent(user)}`, {
      configure: ".*",
      write: ".*",
      read: ".*",
    });
    await api(broker, "PUT", `users/${encodeURIComponent(user)}`, { password: "other", tags: "" });

    const { id, inputs = {}, props: outs = {} } = await topologyRun(broker).read(state);
    const found = mapsOf(inputs);
    expect(found["queues"]).not.toHaveProperty(["the dead"]);
    expect(found["bindings"]).not.toHaveProperty(['dead/letters -> "the dead"']);
    expect(found["permissions"]).toMatchObject({ [user]: { configure: ".*" } });
    expect(found["users"]).not.toMatchObject({ [user]: { password: "s3cret of app" } });

    const repaired = await topologyRun(broker).apply({ id: String(id), inputs, outs }, all);
    expect(await topologyRun(broker).read(repaired)).toMatchObject({ inputs: state.inputs, props: state.outs });
  });

  test("does not delete what the program declares elsewhere, nor with it what goes with that", async () => {
    const state = await topologyRun(broker).create(all);
    const __elsewhere = JSON.stringify([{ kind: "Queue", args: { vhost, name: "orders" } }]);
    const after = await topologyRun(broker).apply(state, { vhost, __elsewhere });
    expect(after.outs).toEqual({ vhost });
    expect(after.inputs).toEqual({ vhost });
    expect(await namesOf(`queues/${encoded}`)).toEqual(["orders"]);
    expect(await namesOf(`exchanges/${encoded}`)).toEqual([]);
  });

  test("does not delete what the program may declare elsewhere, and keeps it in its state", async () => {
    const state = await topologyRun(broker).create(all);
    const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
    const possible = [
      { kind: "Queue", args: { vhost }, by: 'Queue "late"', isPartial: true },
      { kind: "Exchange", args: { vhost: "another vhost" }, by: 'Exchange "far"', isPartial: true },
    ];
    const after = await topologyRun(broker).apply(state, { vhost, __elsewhere: JSON.stringify(possible) });
    expect(warned.mock.calls.flat()).toContainEqual(
      `topology of vhost "${vhost}": queue "orders" is not deleted, since Queue "late" may declare it: give its name as text to make that known`,
    );
    warned.mockRestore();
    expect(Object.keys(mapsOf(after.outs))).toEqual(["vhost", "queues"]);
    expect(await namesOf(`queues/${encoded}`)).toEqual(["orders", "the dead"]);
    expect(await namesOf(`exchanges/${encoded}`)).toEqual([]);

    await topologyRun(broker).apply(after, { vhost });
    expect(await namesOf(`queues/${encoded}`)).toEqual([]);
  });

  test("and another one of the same vhost do not touch each other's objects", async () => {
    const one = await topologyRun(broker).create({
      vhost,
      exchanges: { one: { type: "topic" } },
      queues: { shared: { type: "classic" } },
    });
    const two = await topologyRun(broker).create({
      vhost,
      queues: { two: { type: "classic" } },
      bindings: [{ source: "one", destination: "two" }],
    });
    await topologyRun(broker).delete(two);
    expect(await namesOf(`queues/${encoded}`)).toEqual(["shared"]);
    expect(await topologyRun(broker).read(one)).toMatchObject({ inputs: one.inputs });
  });

  if (!enoughBrokers.includes(broker)) return; // how many requests are sent is decided on this side

  test("of a thousand objects takes one request for each, and as many lists as there are kinds to be read", async () => {
    const server = await startFakeServer(forward(broker.endpoint));
    const names = Array.from({ length: 400 }, (_, index) => `n${index}`);
    const data = {
      vhost,
      exchanges: Object.fromEntries(names.slice(0, 200).map((name) => [name, { type: "topic" }])),
      queues: Object.fromEntries(names.map((name) => [name, { type: "classic" }])),
      bindings: names.map((name, index) => ({ source: `n${index % 200}`, destination: name, routingKey: name })),
    };
    const state = await topologyRun({ ...broker, endpoint: server.endpoint }).create(data);
    expect(server.requests.filter((request) => !request.startsWith("GET "))).toHaveLength(1_000);
    // The greeting, the proof that %2F arrives, the vhost, three lists, of which an empty one needs a witness, and the
    // debts of interrupted runs. From RabbitMQ 4.3 on, the nodes too.
    const reads = server.requests.filter((request) => request.startsWith("GET "));
    expect(reads.filter((request) => !request.startsWith("GET /api/nodes"))).toHaveLength(8);
    expect(reads.length).toBeLessThanOrEqual(9);

    server.requests.length = 0;
    const { inputs } = await topologyRun({ ...broker, endpoint: server.endpoint }).read(state);
    expect(inputs).toEqual(state.inputs);
    expect(server.requests).toHaveLength(5);

    server.requests.length = 0;
    await topologyRun({ ...broker, endpoint: server.endpoint }).delete(state);
    // Bindings go with their queues.
    expect(server.requests.filter((request) => request.startsWith("DELETE "))).toHaveLength(600);
    expect(server.requests.length).toBeLessThan(620);
    expect(await namesOf(`exchanges/${encoded}`)).toEqual([]);
  });
});
