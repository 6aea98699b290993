import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { newest } from "../support/environment";
import { provider } from "../support/provider";

/** A proxy to the real broker that refuses one request, so that an operation fails in its middle. */
function refusing(fragment: string): Promise<Server> {
  const server = createServer((incoming, answer) => {
    if (incoming.url?.includes(fragment) && incoming.method !== "GET") return answer.writeHead(403).end("{}");
    const forward = request(`${newest.endpoint}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    });
    forward.on("response", (response) => response.pipe(answer.writeHead(response.statusCode ?? 500, response.headers)));
    incoming.pipe(forward);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const through = (server: Server) => ({
  ...newest,
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});

test("a vhost whose limits could not be set is kept in the state, and finished by the next update", async () => {
  const server = await refusing("vhost-limits");
  const args = { name: "incomplete", maxQueues: 3 };
  const error = await provider(through(server), "VHost")
    .create(args)
    .catch((thrown) => thrown);
  server.close();
  expect(error).toMatchObject({
    id: "incomplete",
    properties: args,
    reasons: [expect.stringMatching(/^vhost "incomplete": was declared, but its limits could not be set: /)],
  });

  const state = { id: error.id, inputs: args, outs: error.properties };
  await provider(newest, "VHost").update(state, args);
  expect((await api(newest, "GET", "vhost-limits/incomplete")).body).toMatchObject([{ value: { "max-queues": 3 } }]);
  await api(newest, "DELETE", "vhosts/incomplete");
});

test("limits of which one could not be set are kept in the state, and finished by the next update", async () => {
  const vhost = "incomplete-limits";
  const removeVHost = await makeVHost(newest, vhost);
  const server = await refusing("max-queues");
  const args = { vhost, maxConnections: 5, maxQueues: 7 };
  const error = await provider(through(server), "VHostLimits")
    .create(args)
    .catch((thrown) => thrown);
  server.close();
  const reasons = [expect.stringMatching(/^limits of vhost "incomplete-limits": maxQueues could not be set: /)];
  expect(error).toMatchObject({ id: vhost, properties: args, reasons });

  await provider(newest, "VHostLimits").update({ id: error.id, inputs: args, outs: error.properties }, args);
  expect((await api(newest, "GET", `vhost-limits/${vhost}`)).body).toMatchObject([
    { value: { "max-connections": 5, "max-queues": 7 } },
  ]);
  await removeVHost();
});

test.each([
  ["nothing else changes", {}],
  ["only forceDestroy changes", { forceDestroy: true }],
])(
  "a replaced queue's bindings that could not be given back are named, and given back by the next update, if %s",
  async (_title, change) => {
    const removeVHost = await makeVHost(newest, "incomplete-queue");
    const args = { vhost: "incomplete-queue", name: "q", type: "classic" };
    const queue = await provider(newest, "Queue").create(args);
    for (const routingKey of ["first", "second"]) {
      await provider(newest, "Binding").create({
        vhost: args.vhost,
        source: "amq.topic",
        destination: "q",
        routingKey,
      });
    }
    const server = await refusing("/bindings/");
    const error = await provider(through(server), "Queue")
      .apply(queue, { ...queue.inputs, type: "quorum" })
      .catch((thrown) => thrown);
    server.close();
    expect(error).toMatchObject({
      id: "incomplete-queue/q",
      message: expect.stringMatching(
        /exchange "amq.topic" with key "first".* with key "second".*Run `pulumi up` again/,
      ),
    });
    expect((await api(newest, "GET", "queues/incomplete-queue/q")).body.type).toBe("quorum");
    expect(await bindings()).toEqual([]);

    const inputs = { ...queue.inputs, type: "quorum", ...change };
    const { outs } = await provider(newest, "Queue").update({ id: error.id, inputs, outs: error.properties }, inputs);
    expect(await bindings()).toEqual(["first", "second"]);
    expect(outs).toEqual(inputs);
    await removeVHost();
  },
);

test("a replacement that the broker refuses leaves the exchange as it was, with all its bindings", async () => {
  const removeVHost = await makeVHost(newest, "incomplete-queue");
  const { vhost } = { vhost: "incomplete-queue" };
  const exchange = await provider(newest, "Exchange").create({ vhost, name: "x", type: "topic" });
  await provider(newest, "Queue").create({ vhost, name: "q", type: "classic" });
  await provider(newest, "Binding").create({ vhost, source: "x", destination: "q", routingKey: "first" });
  const replacement = provider(newest, "Exchange").apply(exchange, { ...exchange.inputs, type: "x-not-there" });
  await expect(replacement).rejects.toThrow(
    /not replaced: the broker has no exchange type "x-not-there".* The former object is restored$/,
  );
  expect((await provider(newest, "Exchange").read(exchange)).inputs).toEqual(exchange.inputs);
  expect(await bindings()).toEqual(["first"]);
  await removeVHost();
});

test("an exchange that an exclusive queue is bound to is not replaced", async () => {
  const removeVHost = await makeVHost(newest, "incomplete-queue");
  const vhost = "incomplete-queue";
  const exchange = await provider(newest, "Exchange").create({ vhost, name: "x", type: "topic" });
  const app = await connect(newest, vhost);
  const { queue } = await app.channel.assertQueue("", { exclusive: true });
  await app.channel.bindQueue(queue, "x", "live");
  const replacement = provider(newest, "Exchange").apply(exchange, { ...exchange.inputs, type: "fanout" });
  await expect(replacement).rejects.toThrow(`the exclusive queue "${queue}" of a connected application is bound to it`);
  expect((await provider(newest, "Exchange").read(exchange)).inputs).toEqual(exchange.inputs);
  await app.close();
  await removeVHost();
});

test("many exchanges and queues that are bound to each other are replaced at once, and no binding is lost", async () => {
  const removeVHost = await makeVHost(newest, "incomplete-queue");
  const vhost = "incomplete-queue";
  const indices = [1, 2, 3, 4, 5, 6];
  const run = { x: provider(newest, "Exchange"), q: provider(newest, "Queue"), b: provider(newest, "Binding") };
  const exchanges = await Promise.all(indices.map((i) => run.x.create({ vhost, name: `x${i}`, type: "topic" })));
  const queues = await Promise.all(indices.map((i) => run.q.create({ vhost, name: `q${i}`, type: "classic" })));
  for (const x of indices)
    for (const q of indices) await run.b.create({ vhost, source: `x${x}`, destination: `q${q}`, routingKey: "k" });

  const exchange = provider(newest, "Exchange");
  const queue = provider(newest, "Queue", { run: exchange.run });
  await Promise.all([
    ...exchanges.map((state) => exchange.apply(state, { ...state.inputs, type: "direct" })),
    ...queues.map((state) => queue.apply(state, { ...state.inputs, maxLength: 5 })),
  ]);
  const all = (await api(newest, "GET", `bindings/${vhost}`)).body.filter(
    ({ source }: { source: string }) => source !== "",
  );
  expect(all).toHaveLength(indices.length ** 2);
  await removeVHost();
});

async function bindings(): Promise<string[]> {
  const { body } = await api(newest, "GET", "queues/incomplete-queue/q/bindings");
  const keys = body
    .filter(({ source }: { source: string }) => source !== "")
    .map((each: { routing_key: string }) => each.routing_key);
  return keys.sort();
}
