import { path } from "../../provider/management/path";
import { one } from "../../provider/management/target";
import { connect, lineOf, send } from "../support/connection";
import { inTurn, startFakeServer, status } from "../support/fake-server";

const target = one(path`queues/${"v"}/${"q"}`, { name: "q" });

describe("every request has a time-out for all of it", () => {
  test.each(["get", "put", "post", "delete"] as const)("%s, if no answer comes", async (verb) => {
    const server = await startFakeServer(inTurn(() => {}));
    const line = await lineOf(() => send(connect({ ...server, timeout: "0.3" }), verb, target));
    expect(line).toMatch(/cannot reach .*: no answer within 0.3 s \(rabbitmq:timeout\)$/);
  });

  test("if the answer comes byte by byte and never ends", async () => {
    let dripping: NodeJS.Timeout | undefined;
    const server = await startFakeServer(
      inTurn((_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        dripping = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(dripping));
      }),
    );
    const line = await lineOf(() => connect({ ...server, timeout: "0.3" }).peek(target));
    expect(line).toMatch(/no answer within 0.3 s/);
  });

  test("if nobody answers at all, not even a greeting", async () => {
    const server = await startFakeServer(() => {});
    const line = await lineOf(() => connect({ ...server, timeout: "0.3" }).peek(target));
    expect(line).toMatch(/no answer within 0.3 s/);
  });
});

test("a request that spent its retries is the last one of the run that is sent", async () => {
  const server = await startFakeServer(inTurn((request) => request.destroy()));
  const client = connect(server);
  await expect(client.peek(target)).rejects.toThrow("cannot reach");
  const sent = server.requests.length;
  await expect(client.put(path`queues/${"v"}/${"other"}`, {})).rejects.toThrow(/^not sent: .*cannot reach/);
  expect(server.requests).toHaveLength(sent);
});

test.each([
  "Could not declare queue 'q' in vhost 'v' on node 'a@b' because the metadata store operation timed out",
  "Could not add binding due to timeout",
  "timeout",
])("a write that a cluster without a majority gives up is the last one of the run: %s", async (reason) => {
  const server = await startFakeServer(inTurn(status(400, { error: "bad_request", reason })));
  const client = connect(server);
  expect(await lineOf(() => client.put(target.path, {}))).toBe(
    `the broker had no time left to do it: ${reason} (400 to PUT queues/v/q). It may be done later: run again when a majority of the cluster's nodes is up`,
  );
  const sent = server.requests.length;
  await expect(client.put(target.path, {})).rejects.toThrow(/^not sent: /);
  expect(server.requests).toHaveLength(sent);
});

test("the time that a request waits for its turn does not count", async () => {
  const slowly = inTurn((request, response) => setTimeout(() => status(200, { name: "q" })(request, response), 300));
  const server = await startFakeServer(slowly);
  const client = connect({ ...server, timeout: "3", concurrency: "1" });
  const answers = await Promise.all(Array.from({ length: 12 }, () => client.peek(target)));
  expect(answers).toHaveLength(12);
});
