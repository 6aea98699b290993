import type { Fields } from "../../model/object";
import { kinds } from "../../provider/kinds";
import { bindingsOfVHost } from "../../provider/kinds/binding-list";
import { api, makeVHost } from "../support/admin";
import { connect as connectApp } from "../support/amqp";
import { connect } from "../support/connection";
import { enoughBrokers, outerBrokers } from "../support/environment";
import { missing, startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider, type State } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "unlistable/";
const encoded = encodeURIComponent(vhost);

const exchange = (name: string) => ({ name, type: "topic", durable: true, auto_delete: false, internal: false });
const queue = (name: string) => ({ name, durable: true, auto_delete: false, arguments: {} });
const bound = (source: string, destination: string, routing_key: string, table: object = {}) => ({
  source,
  destination,
  destination_type: destination.startsWith("q") ? "queue" : "exchange",
  routing_key,
  arguments: table,
});

/** Only a definitions file and clients make the first of these bindings: because of it, RabbitMQ lists none of the vhost. */
const definitions = {
  exchanges: [exchange("x"), exchange("other")],
  queues: [queue("q"), queue("q2")],
  bindings: [
    bound("x", "q", "a~b", { a: 1 }),
    bound("x", "q", "fine"),
    bound("x", "q2", "two"),
    bound("other", "q2", "three", { z: 2 }),
    bound("other", "x", "e2e"),
  ],
};

const because = (key: string) =>
  `the broker fails to list bindings (500) because of a binding of queue "q" to exchange "x"${key} in vhost "${vhost}", with arguments and a "~" inside the routing key. Nothing was changed. Unbind that over AMQP, with its key and arguments (\`rabbitmqctl list_bindings\` shows both), or delete one of its ends`;

describe.each(outerBrokers)("with a binding that RabbitMQ $version cannot list", (broker) => {
  const showsItInDefinitions = broker.version.localeCompare("4.3", "en", { numeric: true }) >= 0;
  const line = because(showsItInDefinitions ? ' with key "a~b"' : "");
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
    expect((await api(broker, "POST", `definitions/${encoded}`, definitions)).status).toBe(204);
    expect((await api(broker, "GET", `bindings/${encoded}`)).status).toBe(500);
  });
  afterEach(() => removeVHost());

  const bind = (source: string, destination: string, routingKey: string, more: Fields = {}) =>
    provider(broker, "Binding").create({ vhost, source, destination, routingKey, ...more });
  const statusOf = async (path: string) => (await api(broker, "GET", path)).status;

  test("the others are adopted, refreshed, replaced and deleted", async () => {
    const states = await Promise.all([
      bind("x", "q", "fine"),
      bind("x", "q2", "two"),
      bind("other", "q2", "three", { arguments: { z: 2 } }),
      bind("other", "x", "e2e", { destinationType: "exchange" }),
      bind("x", "q", "new"),
    ]);
    expect(states.map(({ outs }) => outs["propertiesKey"])).toEqual(["fine", "two", expect.any(String), "e2e", "new"]);
    const { read } = provider(broker, "Binding");
    expect((await Promise.all(states.map(read))).map(({ props }) => props)).toEqual(states.map(({ outs }) => outs));

    const [fine, two, , , added] = states as [State, State, State, State, State];
    await api(broker, "DELETE", `bindings/${encoded}/e/x/q/q2/two`);
    await provider(broker, "Binding").delete(two);
    const later = provider(broker, "Binding").read;
    const gone = await Promise.all([fine, two, added].map(later));
    expect(gone.map(({ id }) => id)).toEqual([fine.id, undefined, added.id]);

    const inputs = { ...added.inputs, routingKey: "newer" };
    const replaced = await provider(broker, "Binding").apply(added, inputs);
    expect(await statusOf(`bindings/${encoded}/e/x/q/q/new`)).toBe(404);
    await provider(broker, "Binding").delete(replaced);
    expect(await statusOf(`bindings/${encoded}/e/x/q/q/newer`)).toBe(404);
    expect(await statusOf(`bindings/${encoded}/e/x/q/q/fine`)).toBe(200);
  });

  test("one with arguments between the same ends is declared only if it is known to be new", async () => {
    const creation = bind("x", "q", "more", { arguments: { b: 2 } });
    if (showsItInDefinitions) {
      expect((await creation).id).toContain("more~");
      await expect(bind("x", "q", "more", { arguments: { b: 2 } })).rejects.toThrow(line);
    } else await expect(creation).rejects.toThrow(line);
    // The part after the last "~" is that of any other binding with the same arguments.
    const like = await bind("other", "q", "like", { arguments: { a: 1 } });
    const hash = String(like.outs["propertiesKey"]).replace("like~", "");
    expect((await api(broker, "DELETE", `bindings/${encoded}/e/x/q/q/a%257Eb~${hash}`)).status).toBe(204);
    expect(await statusOf(`bindings/${encoded}`)).toBe(200);
    await bind("x", "q", "more", { arguments: { b: 2 } });
  });

  const count = enoughBrokers.includes(broker) ? 25 : 2;
  test(`a topology lives there, with ${count} exchanges`, async () => {
    const names = Array.from({ length: count }, (_, index) => `e ${index}`);
    const data = {
      vhost,
      exchanges: Object.fromEntries(names.map((name) => [name, { type: "topic" }])),
      queues: { orders: { type: "classic" } },
      bindings: [
        ...names.map((source) => ({ source, destination: "orders", routingKey: "#" })),
        { source: "x", destination: "q", routingKey: "of the topology" },
      ],
    };
    const state = await topologyRun(broker).create(data);
    expect(await topologyRun(broker).read(state)).toMatchObject({ inputs: state.inputs });
    const bindings = [...data.bindings.slice(1), { source: "x", destination: "q2", routingKey: "later" }];
    const changed = await topologyRun(broker).apply(state, { ...data, bindings });
    expect(await topologyRun(broker).read(changed)).toMatchObject({ inputs: changed.inputs });
    await topologyRun(broker).delete(changed);
    const left = (await api(broker, "GET", `exchanges/${encoded}`)).body as Fields[];
    expect(left.map(({ name }) => name).filter((name) => /^[^a]/.test(String(name)))).toEqual(["other", "x"]);
  });

  test("what needs the list that lacks nothing refuses, and names the binding", async () => {
    const x = await provider(broker, "Exchange").create({ vhost, name: "x", type: "topic" });
    const q = await provider(broker, "Queue").create({ vhost, name: "q", type: "classic" });
    const settings = { amqpEndpoint: `amqp://${new URL(broker.amqpUrl).host}` };
    const app = await connectApp(broker, vhost);
    await app.send("q");
    const replaceExchange = provider(broker, "Exchange").apply(x, { ...x.inputs, type: "fanout" });
    const migrates = { ...q.inputs, type: "quorum", onReplace: "migrate" };
    const list = await connect(broker).getAll(bindingsOfVHost(vhost));
    const keys = list?.map((item) => item["properties_key"]);
    // What is bound between the same ends is only in the definitions, where they can be read.
    expect(keys?.includes("fine")).toBe(showsItInDefinitions);
    expect(keys).toEqual(expect.arrayContaining(["two", "e2e", expect.stringMatching(/^three~/)]));
    await Promise.all([
      expect(provider(broker, "Exchange").delete(x)).rejects.toThrow(`exchange "x" in vhost "${vhost}": ${line}`),
      expect(replaceExchange).rejects.toThrow(line),
      expect(provider(broker, "Queue").apply(q, { ...q.inputs, maxLength: 5 })).rejects.toThrow(line),
      expect(provider(broker, "Queue", { settings }).apply(q, migrates)).rejects.toThrow(line),
    ]);
    // Before the first message is moved.
    expect((await app.channel.checkQueue("q")).messageCount).toBe(1);
    expect(await statusOf(`bindings/${encoded}/e/x/q/q/fine`)).toBe(200);
    // What the line says to do. The API's integers have 64 bits.
    await app.channel.unbindQueue("q", "x", "a~b", { a: { "!": "int64", value: 1 } });
    expect(await statusOf(`bindings/${encoded}`)).toBe(200);
    await app.close();
  });

  test("its queue is deleted with it", async () => {
    const q = await provider(broker, "Queue").create({ vhost, name: "q", type: "classic" });
    await provider(broker, "Queue").delete(q);
    expect(await statusOf(`bindings/${encoded}`)).toBe(200);
  });

  test("a queue and an exchange without it are replaced with their bindings, and deleted", async () => {
    const q2 = await provider(broker, "Queue").create({ vhost, name: "q2", type: "classic" });
    const other = await provider(broker, "Exchange").create({ vhost, name: "other", type: "topic" });
    const newer = await provider(broker, "Queue").apply(q2, { ...q2.inputs, maxLength: 5 });
    const direct = await provider(broker, "Exchange").apply(other, { ...other.inputs, type: "direct" });
    const keys = async (path: string) =>
      ((await api(broker, "GET", path)).body as Fields[]).map(({ routing_key }) => routing_key);
    expect(await keys(`queues/${encoded}/q2/bindings`)).toEqual(["q2", "three", "two"]);
    expect(await keys(`exchanges/${encoded}/other/bindings/source`)).toEqual(["three", "e2e"]);
    await provider(broker, "Queue").delete(newer);
    await api(broker, "DELETE", `bindings/${encoded}/e/other/e/x/e2e`);
    await provider(broker, "Exchange").delete(direct);
    expect(await statusOf(`exchanges/${encoded}/other`)).toBe(404);
  });

  // The keys follow one rule on all versions.
  if (!enoughBrokers.includes(broker)) return;

  test("one without arguments between the same ends has the key that the broker gives", async () => {
    const keys = ["", "a b", "é", "!*'()", "~", "a~b", "#.*", "%7E+", "-_.a"];
    const created = await Promise.all(keys.map((key) => bind("x", "q", key)));
    const adopted = await Promise.all(keys.map((key) => bind("x", "q", key)));
    expect(adopted.map(({ id }) => id)).toEqual(created.map(({ id }) => id));
    await expect(
      provider(broker, "Binding", { settings: { onExisting: "fail" } }).create({
        ...{ vhost, source: "x", destination: "q", routingKey: "a b" },
      }),
    ).rejects.toThrow("exists already");
  });
});

describe.each(enoughBrokers)("the bindings of a vhost on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(() => removeVHost());

  test("are the same read apart, without a retry of the list that failed", async () => {
    await api(broker, "POST", `definitions/${encoded}`, { ...definitions, bindings: definitions.bindings.slice(1) });
    const server = await startFakeServer();
    const whole = `/api/bindings/${encoded}`;
    const [pass, fail] = [forward(broker.endpoint), status(500, "")];
    server.answer = (request, response) => (request.url === whole ? fail : pass)(request, response);
    const client = connect({ ...broker, endpoint: server.endpoint });
    const apart = (await client.getAll(bindingsOfVHost(vhost))) ?? [];
    const listed = (await api(broker, "GET", `bindings/${encoded}`)).body as Fields[];
    const sorted = (items: readonly Fields[]) => items.map((item) => JSON.stringify(item)).sort();
    expect(sorted(apart)).toEqual(sorted(listed.filter(({ source }) => source !== "")));
    expect(server.requests.filter((request) => request === `GET ${whole}`)).toHaveLength(1);
  });

  test("are not believed to be gone with a list that a stopping node answers, only with one whose exchange is", async () => {
    await api(broker, "POST", `definitions/${encoded}`, definitions);
    const server = await startFakeServer();
    const pass = forward(broker.endpoint);
    const answer404 = status(404, missing);
    server.answer = (request, response) =>
      (request.url?.endsWith("/x/bindings/source") ? answer404 : pass)(request, response);
    const read = () => connect({ ...broker, endpoint: server.endpoint }).getAll(bindingsOfVHost(vhost));
    await expect(read()).rejects.toThrow('the broker answers "not found" to GET bindings');
    let isAsked = false;
    server.answer = async (request, response) => {
      if (request.url?.endsWith("/x/bindings/source")) {
        isAsked = true;
        await api(broker, "DELETE", `exchanges/${encoded}/x`);
        return answer404(request, response);
      }
      pass(request, response);
    };
    const keys = (await read())?.map((item) => item["routing_key"]);
    expect(keys).toContain("three");
    expect(keys).not.toContain("two");
    expect(isAsked).toBe(true);
  });

  test("are refused with the broker's own failure, if no binding is the reason", async () => {
    await api(broker, "POST", `definitions/${encoded}`, { ...definitions, bindings: [] });
    const server = await startFakeServer();
    const pass = forward(broker.endpoint);
    server.answer = (request, response) =>
      (request.url?.endsWith("/bindings/source") ? status(500, "") : pass)(request, response);
    const x = { vhost, name: "x", type: "topic" };
    const client = connect({ ...broker, endpoint: server.endpoint }).hasty();
    const removal = kinds.Exchange.removal(client, x, { force: false });
    await expect(removal).rejects.toThrow(
      `the broker refused without a reason (500 to GET exchanges/${encoded}/x/bindings/source)`,
    );
  });
});
