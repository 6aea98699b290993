import type { RequestListener } from "node:http";
import { path } from "../../provider/management/path";
import { byName } from "../../provider/management/shared-list";
import { list, one } from "../../provider/management/target";
import { api, makeVHost } from "../support/admin";
import { connect, lineOf, send } from "../support/connection";
import { brokers } from "../support/environment";
import { greeting, inTurn, json, likeABroker, missing, startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";

const target = one(path`queues/${"v"}/${"q"}`, { name: "q" });
const listing = byName(list(path`queues/${"v"}`, { vhost: "v" }, ["name"]));
const place = { own: target, listing, key: "q" };

/** A broker with the vhost "v", whose queues are these, and of which "q" is answered by `queue`. */
const withQueues =
  (names: readonly string[], queue: RequestListener): RequestListener =>
  (request, response) => {
    if (request.url === "/api/vhosts") return json(response, 200, [{ name: "v" }]);
    if (request.url === "/api/queues/v")
      return json(
        response,
        200,
        names.map((name) => ({ name, vhost: "v" })),
      );
    return request.url === greeting ? likeABroker(request, response) : queue(request, response);
  };

describe("a 404 is no proof", () => {
  test("get and delete do not believe a broker that is stopping", async () => {
    const server = await startFakeServer(inTurn(status(404, missing)));
    const client = connect(server);
    const lines = await Promise.all([
      lineOf(() => client.get(place)),
      lineOf(() => client.getAll(listing.target)),
      lineOf(() => client.delete(target.path, place)),
      lineOf(() => client.delete(target.path)),
    ]);
    for (const line of lines) {
      expect(line).toMatch(
        /answers "not found" to (GET vhosts|DELETE queues\/v\/q), which exists: the broker, or a node of it, is stopping\. Run again when it is up$/,
      );
    }
  });

  test("two of the object itself are none, if a list contains it", async () => {
    const server = await startFakeServer(withQueues(["other", "q"], status(404, missing)));
    expect(await lineOf(() => connect(server).get(place))).toBe(
      'the broker answers "not found" to GET queues/v/q, but queues/v contains it: a node of it is stopping, or a proxy changes paths. Run again',
    );
  });

  test("an object that exists at a later look exists", async () => {
    const nothing = status(404, missing);
    const answer = inTurn(nothing, nothing, nothing, nothing, status(200, { name: "q" }));
    const server = await startFakeServer(withQueues(["q"], answer));
    expect(await connect(server).get(place)).toEqual({ name: "q" });
  });

  test("an object that the list lacks, but that exists at the second look, exists", async () => {
    const server = await startFakeServer(
      withQueues(["other"], inTurn(status(404, missing), status(200, { name: "q" }))),
    );
    expect(await connect(server).get(place)).toEqual({ name: "q" });
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
    const line = await lineOf(() => connect(server).delete(target.path, place));
    expect(line).toMatch(/answers "not found" to DELETE queues\/v\/q, but GET finds it/);
    expect(server.requests.filter((request) => request.startsWith("DELETE"))).toHaveLength(7);
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
    const line = await lineOf(() => connect(server).peek(target));
    expect(line).toMatch(/404 to GET queues\/v\/q/);
  });

  test("what RabbitMQ 4.3 says to a user without access is an error", async () => {
    const server = await startFakeServer(inTurn(status(404, { error: "not_found", reason: "Not Found" })));
    const line = await lineOf(() => connect(server).peek(target));
    expect(line).toMatch(/user "u" may not see this vhost, or it does not exist: give the user a permission/);
  });
});

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  const vhost = "absent";
  const queue = (name: string) => ({
    own: one(path`queues/${vhost}/${name}`, { vhost, name }),
    listing: byName(list(path`queues/${vhost}`, { vhost }, ["name"])),
    key: name,
  });
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test("the proof costs one list for all, and one more look for each", async () => {
    await api(broker, "PUT", `queues/${vhost}/other`, { durable: true });
    const counting = await startFakeServer(forward(broker.endpoint));
    const client = connect({ ...broker, endpoint: counting.endpoint });
    await client.version();
    counting.requests.length = 0;
    expect(await client.get(queue("none"))).toBeUndefined();
    const own = "GET /api/queues/absent/none";
    // From RabbitMQ 4.3 on, a run that finds something absent looks once whether a majority of the nodes runs.
    const nodes = "GET /api/nodes?columns=name,running";
    expect(counting.requests.filter((request) => request !== nodes)).toEqual([own, "GET /api/queues/absent", own]);

    const names = Array.from({ length: 200 }, (_, index) => `none-${index}`);
    counting.requests.length = 0;
    const found = await Promise.all(names.map((name) => client.get(queue(name))));
    expect(found).toEqual(names.map(() => undefined));
    // A list is read again if the first one is five seconds old by now.
    expect(counting.requests.length).toBeLessThanOrEqual(2 * names.length + 1);
    await api(broker, "DELETE", `queues/${vhost}/other`);
  });

  test("a list from before an object was made is no proof of its absence", async () => {
    const counting = await startFakeServer(forward(broker.endpoint));
    const client = connect({ ...broker, endpoint: counting.endpoint });
    expect(await client.get(queue("none"))).toBeUndefined();
    await client.put(queue("new").own.path, { durable: true });
    await client.delete(queue("new").own.path, queue("new"));
    counting.requests.length = 0;
    expect(await client.get(queue("none"))).toBeUndefined();
    expect(counting.requests).toContain("GET /api/queues/absent");
  });

  test("the absence of a vhost is that of everything in it", async () => {
    const client = connect(broker);
    const own = one(path`queues/${"no vhost"}/${"q"}`, {});
    const nowhere = {
      own,
      listing: byName(list(path`queues/${"no vhost"}`, { vhost: "no vhost" }, ["name"])),
      key: "q",
    };
    expect(await client.get(nowhere)).toBeUndefined();
    expect(await client.getAll(nowhere.listing.target)).toBeUndefined();
  });

  test("deleting what is not there succeeds, and an object is gone after its delete", async () => {
    const client = connect(broker);
    const there = queue("there");
    await api(broker, "PUT", `queues/${vhost}/there`, { durable: true });
    for (const _ of ["there", "gone"]) await client.delete(there.own.path, there);
    expect(await client.get(there)).toBeUndefined();
  });
});
