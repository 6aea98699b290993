import { path } from "../../provider/management/path";
import { list, whoami } from "../../provider/management/target";
import { connect, freePort, lineOf } from "../support/connection";
import { newest } from "../support/environment";
import { greeting, inTurn, startFakeServer, status } from "../support/fake-server";
import { forward } from "../support/forward";

const vhosts = list(path`vhosts`, {}, ["name"]);
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("waits for a broker that is made in the same run", async () => {
  const port = await freePort();
  const client = connect({ ...newest, endpoint: `http://127.0.0.1:${port}`, waitForBroker: "60" });
  const asked = Promise.all([client.peek(whoami), client.peek(vhosts)]);
  await later(1_000);
  const server = await startFakeServer(status(503, ""), port);
  while (server.requests.length === 0) await later(50);
  server.answer = forward(newest.endpoint);
  expect(await asked).toMatchObject([{ name: newest.username }, expect.arrayContaining([])]);
});

test("gives up in time, with the last reason", async () => {
  const port = await freePort();
  const waiting = (settings: object) =>
    lineOf(() => connect({ endpoint: `http://127.0.0.1:${port}`, waitForBroker: "1", ...settings }).peek(whoami));
  expect(await waiting({})).toMatch(
    /nothing listens there.*\(ECONNREFUSED\) \(waited for 1 s, rabbitmq:waitForBroker\)$/,
  );
  const busy = await startFakeServer(status(503, ""));
  expect(await waiting(busy)).toMatch(/answered 503 to GET overview, .* \(waited for 1 s, rabbitmq:waitForBroker\)$/);
});

test("gives up in time on a server that takes the request and never answers", async () => {
  const silent = await startFakeServer(() => {});
  const line = await lineOf(() => connect({ ...silent, waitForBroker: "1", timeout: "3600" }).peek(whoami));
  expect(line).toMatch(/no answer within .*\(waited for 1 s, rabbitmq:waitForBroker\)$/);
});

test("gives up at once if the login is refused", async () => {
  const server = await startFakeServer(status(401, { error: "not_authorized", reason: "Not_Authorized" }));
  const line = await lineOf(() => connect({ ...server, waitForBroker: "3600" }).peek(whoami));
  expect(line).toMatch(/user "u" could not log in/);
  expect(server.requests).toEqual([`GET ${greeting}`]);
});

test("is greeted once, however many ask", async () => {
  const server = await startFakeServer(inTurn(status(200, { name: "u" })));
  const client = connect({ ...server, waitForBroker: "5" });
  await Promise.all(Array.from({ length: 20 }, () => client.peek(whoami)));
  expect(server.requests.filter((request) => request.endsWith(greeting))).toHaveLength(1);
});
