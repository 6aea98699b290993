import { gzipSync } from "node:zlib";
import { path } from "../../provider/management/path";
import { one, whoami } from "../../provider/management/target";
import { connect, freePort, lineOf, send } from "../support/connection";
import { hangUp, inTurn, likeABroker, startFakeServer, status } from "../support/fake-server";

const target = one(path`queues/${"v"}/${"q"}`, { name: "q" });
const found = status(200, { name: "q" });
const attempts = ({ requests }: { requests: string[] }) => requests.filter((line) => line.endsWith("/queues/v/q"));

describe("what passes is retried", () => {
  test.each([500, 502, 503, 429])("status %d", async (code) => {
    const server = await startFakeServer(inTurn(status(code, ""), status(code, "<html>wait</html>"), found));
    expect(await connect(server).peek(target)).toEqual({ name: "q" });
    expect(attempts(server)).toHaveLength(3);
  });

  test("a connection that is closed without an answer", async () => {
    const server = await startFakeServer(inTurn(hangUp, hangUp, found));
    expect(await connect(server).peek(target)).toEqual({ name: "q" });
  });

  test("a broker that fails within itself, be it with status 400", async () => {
    const reason = "Request to node rabbit@here failed with {'EXIT',{function_clause,[]}}";
    const server = await startFakeServer(inTurn(status(400, { error: "bad_request", reason }), found));
    expect(await connect(server).peek(target)).toEqual({ name: "q" });
  });

  test("a node of a cluster that has not started a new vhost yet", async () => {
    const reason = 'Cannot declare a queue on node rabbit@b: {vhost_supervisor_not_running,<<"v">>}';
    const server = await startFakeServer(inTurn(status(400, { error: "bad_request", reason }), found));
    expect(await connect(server).peek(target)).toEqual({ name: "q" });
  });

  test("an answer that is cut off", async () => {
    const server = await startFakeServer(
      inTurn((_request, response) => {
        response.writeHead(200, { "content-length": "100" }).write('{"name":');
        setImmediate(() => response.destroy());
      }, found),
    );
    expect(await connect(server).peek(target)).toEqual({ name: "q" });
  });

  test("a compressed answer that is cut off", async () => {
    const compressed = gzipSync(JSON.stringify({ name: "q" }));
    const headers = { "content-encoding": "gzip", "content-type": "application/json" };
    const server = await startFakeServer(
      inTurn(
        (_request, response) => response.writeHead(200, headers).end(compressed.subarray(0, -9)),
        (_request, response) => response.writeHead(200, headers).end(compressed),
      ),
    );
    expect(await connect(server).peek(target)).toEqual({ name: "q" });
    expect(attempts(server)).toHaveLength(2);
  });

  test("a broker that comes up while it is asked", async () => {
    const port = await freePort();
    const asked = connect({ endpoint: `http://127.0.0.1:${port}` }).peek(whoami);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await startFakeServer(likeABroker, port);
    expect(await asked).toEqual({ name: "u" });
  });

  test.each(["put", "post", "delete"] as const)("%s too: each is idempotent", async (verb) => {
    const server = await startFakeServer(inTurn(hangUp, status(201, "", { location: "q" })));
    await send(connect(server), verb, target);
    expect(attempts(server)).toHaveLength(2);
  });

  test("an object that our own first try made is not taken for somebody else's", async () => {
    const server = await startFakeServer(inTurn(hangUp, (_request, response) => response.writeHead(204).end()));
    expect(await connect(server).put(target.path, {})).toEqual({ created: true });
  });

  test.each([
    ["name", "é", {}, 2],
    ["body", "q", { name: "é" }, 2],
    ["nothing", "q", {}, 5],
  ])("a 500 is retried once if it may stand for a refusal: not ASCII is %s", async (_what, name, body, tries) => {
    const server = await startFakeServer(inTurn(status(500, "")));
    const line = await lineOf(() => connect(server).put(path`queues/${"v"}/${name}`, body));
    const unspoken = "the broker refused, and RabbitMQ 4 gives no reason that would contain a character beyond ASCII";
    expect(line.startsWith(tries === 2 ? unspoken : "the broker refused without a reason")).toBe(true);
    expect(server.requests.filter((request) => request.startsWith("PUT"))).toHaveLength(tries);
  });

  test("after five tries there is one clear line", async () => {
    const closing = await startFakeServer(inTurn(hangUp));
    const failing = await startFakeServer(inTurn(status(500, "")));
    const [closed, failed] = await Promise.all([
      lineOf(() => connect(closing).peek(target)),
      lineOf(() => connect(failing).peek(target)),
    ]);
    expect(closed).toMatch(/cannot reach RabbitMQ's management API at http:.*: the connection was closed/);
    expect(failed).toBe("the broker refused without a reason (500 to GET queues/v/q)");
    expect([attempts(closing), attempts(failing)].map(({ length }) => length)).toEqual([5, 5]);
  });
});

describe("Retry-After", () => {
  /** When the object was asked for, and when a timer ended that began with the first time: timers end in order on a busy machine too. */
  const orderOf = async (retryAfter: string, milliseconds: number) => {
    const order: string[] = [];
    const noting = inTurn(status(503, "", { "retry-after": retryAfter }), found);
    const server = await startFakeServer((request, response) => {
      if (request.url?.endsWith("/q") && order.push("asked") === 1) {
        setTimeout(() => order.push("timer"), milliseconds).unref();
      }
      noting(request, response);
    });
    await connect(server).peek(target);
    return order;
  };

  test("is waited for, if it is not long", async () => {
    expect(await orderOf("1", 990)).toEqual(["asked", "timer", "asked"]);
  });

  test("is not waited for, if it is long", async () => {
    expect(await orderOf("3600", 3_000_000)).toEqual(["asked", "asked"]);
  });
});

describe("what stays is not retried", () => {
  test("status 400", async () => {
    const server = await startFakeServer(inTurn(status(400, { error: "bad_request", reason: "no" })));
    expect(await lineOf(() => connect(server).put(target.path, {}))).toBe(
      "the broker refused: no (400 to PUT queues/v/q)",
    );
    expect(attempts(server)).toHaveLength(1);
  });

  const races = [
    [400, { error: "bad_request", reason: "vhost_or_user_not_found" }],
    [404, { error: "not_found", reason: "vhost_not_found" }],
    [404, { error: "not_found", reason: "no queue 'q' in vhost 'v'" }],
    [400, { error: "bad_request", reason: "inequivalent arg 'durable' for queue 'q' in vhost 'v'" }],
    [401, { error: "not_authorised", reason: "Access refused." }],
  ] as const;

  test.each(races)("status %d %j, unless we have just written", async (code, body) => {
    const server = await startFakeServer(inTurn(status(code, body)));
    const client = connect(server);
    await lineOf(() => client.put(target.path, {}));
    expect(attempts(server)).toHaveLength(1);

    server.answer = inTurn(status(201, ""), status(code, body), status(201, ""));
    await client.put(path`vhosts/${"v"}`, {});
    await client.put(target.path, {});
    expect(attempts(server)).toHaveLength(3);
  });
});
