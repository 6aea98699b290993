import type { RequestListener } from "node:http";
import { path } from "../../provider/management/path";
import { byName } from "../../provider/management/shared-list";
import { list, one } from "../../provider/management/target";
import { connect, lineOf } from "../support/connection";
import { greeting, json, likeABroker, startFakeServer, status } from "../support/fake-server";

const target = one(path`queues/${"v"}/${"q"}`, { name: "q" });
const place = { own: target, listing: byName(list(path`queues/${"v"}`, { vhost: "v" }, ["name"])), key: "q" };
const line =
  "only 1 of the 3 nodes of RabbitMQ's cluster runs, and nothing can be changed or found to be gone without a majority: run again when the others are up";
const nodes = (running: number) =>
  status(
    200,
    Array.from({ length: 3 }, (_, index) => ({ name: `n${index}`, running: index < running })),
  );

/** A node of RabbitMQ that answers so when it is asked for the nodes of its cluster. */
const node =
  (version: string, answer: RequestListener): RequestListener =>
  (request, response) => {
    const { url = "", method } = request;
    if (url === greeting) return json(response, 200, { rabbitmq_version: version });
    if (url.startsWith("/api/nodes?")) return answer(request, response);
    if (url === "/api/vhosts") return json(response, 200, [{ name: "w" }]);
    return method === "PUT" ? void response.writeHead(201).end() : likeABroker(request, response);
  };

test("without a majority no write is sent and no absence believed", async () => {
  const server = await startFakeServer(node("4.3.6", nodes(1)));
  const [writing, reading] = [connect(server), connect(server)];
  expect(await lineOf(() => writing.put(target.path, {}))).toBe(`not sent: ${line}`);
  expect(await lineOf(() => writing.delete(target.path, place))).toBe(`not sent: ${line}`);
  expect(server.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
  expect(await lineOf(() => reading.get(place))).toBe(line);
});

test.each([
  ["a majority runs", node("4.3.6", nodes(2))],
  ["the login may not see the nodes", node("4.3.6", status(401, { error: "not_authorised", reason: "Not monitor" }))],
  ["a gateway hides them", node("4.3.6", status(403, {}))],
  ["an older version needs no majority", node("4.2.1", nodes(1))],
])("a write is sent and an absence believed if %s", async (_why, answer) => {
  const server = await startFakeServer(answer);
  const client = connect(server);
  expect(await client.put(target.path, {})).toEqual({ created: true });
  expect(await client.get(place)).toBeUndefined();
  expect(server.requests.filter((request) => request.includes("/nodes")).length).toBeLessThanOrEqual(1);
});
