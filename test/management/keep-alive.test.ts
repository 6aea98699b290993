import { setTimeout as sleep } from "node:timers/promises";
import { agentFor } from "../../provider/management/agent";
import { whoami } from "../../provider/management/target";
import { connect } from "../support/connection";
import { enoughBrokers, newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { startForwardProxy } from "../support/forward-proxy";

test("one connection serves one request after the other", async () => {
  const server = await startFakeServer();
  const client = connect(server);
  for (let count = 0; count < 20; count++) await client.peek(whoami);
  expect(server.connections).toBe(1);
});

test.each([
  ["itself", undefined],
  ["a proxy", startForwardProxy],
])("never more requests are under way at %s than the settings say", async (_at, startProxy) => {
  let underWay = 0;
  let most = 0;
  const server = await startFakeServer((_request, response) => {
    most = Math.max(most, ++underWay);
    setTimeout(() => {
      underWay--;
      response.end('{"rabbitmq_version":"4.0.5","name":"u"}');
    }, 5);
  });
  const proxy = await startProxy?.();
  const client = connect({ ...server, concurrency: "3", proxy: proxy?.url });
  await Promise.all(Array.from({ length: 40 }, () => client.peek(whoami)));
  expect(most).toBe(3);
});

describe.each(enoughBrokers)("RabbitMQ $version", (broker) => {
  test("closes connections after 1,000 requests, which nobody notices", async () => {
    const client = connect({ ...broker, concurrency: "1" });
    const asked = Array.from({ length: 1_100 }, () => client.peek(whoami));
    for (const answer of await Promise.all(asked)) expect(answer?.["name"]).toBe(broker.username);
  });
});

test("a connection that is idle for long is closed on this side, before the broker does it, which is after 5 s", async () => {
  const proxy = await startForwardProxy();
  const direct = await startFakeServer(forward(newest.endpoint));
  const { tls } = newest;
  const clients = [
    connect({ ...newest, endpoint: direct.endpoint }),
    connect({ ...newest, ...(tls && { endpoint: tls.endpoint, cacertFile: tls.caFile }), proxy: proxy.url }),
  ];
  const ask = () => Promise.all(clients.map((client) => client.peek(whoami)));
  for (let count = 0; count < 10; count++) await ask();
  const used = [direct.connections, proxy.connections];
  for (const { settings } of clients) {
    const { options } = agentFor(settings) as unknown as { options: { timeout: number } };
    expect(options.timeout).toBeLessThan(5_000);
  }
  while (direct.open + proxy.open > 0) await sleep(50);
  await ask();
  expect(used).toEqual([1, 1]);
  expect([direct.connections, proxy.connections]).toEqual([2, 2]);
});
