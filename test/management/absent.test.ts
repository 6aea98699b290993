import { path } from "../../provider/management/path";
import { one } from "../../provider/management/target";
import { api, makeVHost } from "../support/admin";
import { connect, lineOf, send } from "../support/connection";
import { brokers } from "../support/environment";
import { greeting, inTurn, json, likeABroker, missing, startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";

const target = one(path`queues/${"v"}/${"q"}`, { name: "q" });

describe("a 404 is no proof", () => {
  test("get and delete do not believe a broker that is stopping", async () => {
    const server = await startFakeServer(inTurn(status(404, missing)));
    const verbs = ["get", "delete"] as const;
    const lines = await Promise.all(verbs.map((verb) => lineOf(() => send(connect(server), verb, target))));
    for (const line of lines) {
      expect(line).toMatch(
        /answers "not found" to GET whoami, which exists: the broker, or a node of it, is stopping\. Run again when it is up/,
      );
    }
  });

  test("a broker that stops between two requests is waited for", async () => {
    const server = await startFakeServer(
      inTurn(status(404, missing), status(404, missing), status(200, { name: "u" }), status(200, { name: "q" })),
    );
    expect(await connect(server).get(target)).toEqual({ name: "q" });
    expect(server.requests.slice(2, 4)).toEqual(["GET /api/whoami", "GET /api/whoami"]);
  });

  test("an object that is there at the second look is there", async () => {
    const server = await startFakeServer(
      inTurn(status(404, missing), status(200, { name: "u" }), status(200, { name: "q" })),
    );
    expect(await connect(server).get(target)).toEqual({ name: "q" });
  });

  test("put and post do not take it for done", async () => {
    const server = await startFakeServer(likeABroker);
    const verbs = ["put", "post"] as const;
    const lines = await Promise.all(verbs.map((verb) => lineOf(() => send(connect(server), verb, target))));
    for (const line of lines) expect(line).toMatch(/does not know this path: is it stopping/);
  });

  test("a delete that is answered 404 although the object is there is tried again, and then an error", async () => {
    const server = await startFakeServer((request, response) =>
      request.method === "DELETE"
        ? json(response, 404, missing)
        : inTurn(status(200, { name: "q" }))(request, response),
    );
    const line = await lineOf(() => connect(server).delete(target.path, target));
    expect(line).toMatch(/answers "not found" to DELETE queues\/v\/q, but GET finds it/);
    expect(server.requests.filter((request) => request.startsWith("DELETE"))).toHaveLength(3);
  });

  test.each([
    ["a page", "<html>Not Found</html>"],
    ["another service's JSON", { message: "no route" }],
    ["another service's error", { error: "route_not_found" }],
    ["nothing", ""],
  ])("%s with status 404 is an error", async (_what, body) => {
    const server = await startFakeServer(
      inTurn((_request, response) => {
        response.writeHead(404, { "content-type": "text/html" });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      }),
    );
    const line = await lineOf(() => connect(server).get(target));
    expect(line).toMatch(/404 to GET queues\/v\/q/);
  });

  test("what RabbitMQ 4.3 says to a user without access is an error", async () => {
    const server = await startFakeServer(inTurn(status(404, { error: "not_found", reason: "Not Found" })));
    const line = await lineOf(() => connect(server).get(target));
    expect(line).toMatch(/user "u" may not see this vhost, or it does not exist: give the user a permission/);
  });
});

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  const vhost = "absent";
  const queue = (name: string) => one(path`queues/${vhost}/${name}`, { vhost, name });
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test("the proof costs one whoami and one more look", async () => {
    const counting = await startFakeServer(forward(broker.endpoint));
    const client = connect({ ...broker, endpoint: counting.endpoint });
    expect(await client.get(queue("none"))).toBeUndefined();
    expect(counting.requests).toEqual([
      `GET ${greeting}`,
      "GET /api/queues/absent/none",
      "GET /api/whoami",
      "GET /api/queues/absent/none",
    ]);
  });

  test("deleting what is not there succeeds, and an object is gone after its delete", async () => {
    const client = connect(broker);
    await api(broker, "PUT", `queues/${vhost}/there`, { durable: true });
    for (const _ of ["there", "gone"]) await client.delete(queue("there").path, queue("there"));
    expect(await client.get(queue("there"))).toBeUndefined();
  });
});
