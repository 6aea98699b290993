import type { IncomingMessage, RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { newest, type TestBroker } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { provider } from "../support/provider";

const vhost = "unknown-type";
let removeVHost: () => Promise<unknown>;
beforeAll(async () => {
  removeVHost = await makeVHost(newest, vhost);
});
afterAll(() => removeVHost());

/** A real broker whose classic queues are of the type "jms", as in a commercial RabbitMQ that no test can get. */
function disguised({ endpoint }: TestBroker): RequestListener {
  return async (request: IncomingMessage, response) => {
    const { method = "GET", url, headers } = request;
    const given = (await text(request)).replaceAll('"jms"', '"classic"');
    const { authorization = "" } = headers;
    const init = { method, headers: { authorization, "content-type": "application/json" } };
    const answer = await fetch(`${endpoint}${url}`, { ...init, ...(given && { body: given }) });
    const body = (await answer.text()).replaceAll('"classic"', '"jms"');
    response.writeHead(answer.status, { "content-type": "application/json" }).end(body);
  };
}

test("nothing is refused that only the known types forbid", async () => {
  const { endpoint } = await startFakeServer(disguised(newest));
  const queue = provider({ ...newest, endpoint }, "Queue");
  const args = {
    vhost,
    name: "plain",
    type: "jms",
    maxPriority: 5,
    messageTtl: 60_000,
    overflow: "reject-publish-dlx",
  };
  const state = await queue.create(args);
  expect((await queue.read(state)).inputs).toEqual(state.inputs);
  expect((await api(newest, "GET", `queues/${vhost}/plain`)).body.arguments).toMatchObject({ "x-max-priority": 5 });
  await queue.remove(args);
});

test("the guard refuses what holds a message or has a consumer, and deletes what is empty", async () => {
  const { endpoint } = await startFakeServer(disguised(newest));
  const queue = provider({ ...newest, endpoint }, "Queue");
  const [full, consumed, empty] = await Promise.all(
    ["full", "consumed", "empty"].map((name) => queue.create({ vhost, name, type: "jms" })),
  );
  const app = await connect(newest, vhost);
  await app.send("full");
  await app.consume("consumed", "classic");
  const outcome = (state: typeof full) =>
    provider({ ...newest, endpoint }, "Queue")
      .delete(state as NonNullable<typeof full>)
      .then(
        () => "deleted",
        ({ message }: Error) => message,
      );
  const outcomes = await Promise.all([full, consumed, empty].map(outcome));
  await app.close();
  expect(outcomes).toEqual([
    expect.stringContaining('queue "full" in vhost "unknown-type": not deleted: it holds 1 message'),
    expect.stringContaining("not deleted: it holds 0 messages and has 1 consumer"),
    "deleted",
  ]);
  const { body } = await api(newest, "GET", `queues/${vhost}`);
  expect(body.map(({ name }: { name: string }) => name).sort()).toEqual(["consumed", "full"]);
});

test("a vhost's default type is any name: the broker refuses one that it does not have", async () => {
  const { verbs, create } = provider(newest, "VHost");
  const refused = async (defaultQueueType: string) =>
    (await verbs.check({}, { name: "unknown-type default", defaultQueueType })).failures?.map(({ reason }) => reason);
  expect(await refused("jms")).toEqual([]);
  expect(await refused("quorm")).toEqual(['defaultQueueType: is no type of RabbitMQ\'s own: did you mean "quorum"?']);
  for (const name of ["", "a b", "undefined"]) {
    expect(await refused(name)).toEqual(["defaultQueueType: must be the name of a queue type"]);
  }
  await expect(create({ name: "unknown-type default", defaultQueueType: "jms" })).rejects.toThrow(
    /vhost "unknown-type default".*jms is not a valid queue type/,
  );
});
