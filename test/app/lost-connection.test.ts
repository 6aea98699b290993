import { setTimeout } from "node:timers/promises";
import { ConnectionError, verify } from "../../sdk/app";
import { api } from "../support/admin";
import { brokers, newest } from "../support/environment";
import { failure, listeners, Platform } from "./platform";
import { startTcpProxy } from "./tcp-proxy";

describe.each(brokers)("verify on RabbitMQ $version, when the connection goes", (broker) => {
  const platform = new Platform(broker, "app lost");

  beforeAll(() =>
    platform.declare({
      exchanges: [{ name: "events" }],
      queues: [{ name: "first" }, { name: "last" }],
      write: "^(events)$",
      read: "^(first|last)$",
    }),
  );
  afterAll(() => platform.remove());

  const contract = platform.contract({
    exchanges: [{ name: "events" }],
    queues: [{ name: "first" }, { name: "last" }],
    publishTo: [{ exchange: "events" }],
    consumeFrom: ["first", "last"],
  });

  test("says so if the application closed it before", async () => {
    const connection = await platform.connect();
    const before = listeners(connection);
    await connection.close();
    const error = await failure(verify(connection, contract));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe("cannot open a channel: Connection closed (by client)");
    expect(listeners(connection)).toEqual(before);
  });

  test("says so if the application closes it meanwhile", async () => {
    const connection = await platform.connect();
    const verified = failure(verify(connection, contract));
    await connection.close();
    const error = await verified;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/^the connection was closed during the check$|Connection closing$/);
  });

  test.each(["first", "topology-probe"])("says so if the network breaks at the question with %s", async (text) => {
    const proxy = await startTcpProxy(broker.amqpUrl);
    const connection = await platform.connect(proxy.url(platform.name));
    const before = listeners(connection);
    proxy.when(text, () => proxy.cut());
    const error = await failure(verify(connection, contract, { probe: true }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/^the connection (broke|was closed) during the check: /);
    expect(listeners(connection)).toEqual(before);
  });

  test("says so if the broker closes it, in the broker's words", async () => {
    const proxy = await startTcpProxy(broker.amqpUrl);
    const connection = await platform.connect(proxy.url(platform.name));
    proxy.when("last", () => {
      proxy.freeze();
      void api(broker, "DELETE", `vhosts/${encodeURIComponent(platform.name)}`);
    });
    const error = await failure(verify(connection, contract));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(
      /^the connection was closed during the check: .*320 \(CONNECTION-FORCED\).*vhost 'app lost'/,
    );
  });
});

test("gives up after its time, and gives its only channel back", async () => {
  const platform = new Platform(newest, "app frozen");
  await platform.declare({ queues: [{ name: "first" }], read: "^(first)$" });
  try {
    const proxy = await startTcpProxy(newest.amqpUrl);
    const connection = await platform.connect(proxy.url(platform.name, "?channelMax=1"));
    const before = listeners(connection);
    const contract = platform.contract({ queues: [{ name: "first" }] });
    proxy.when("first", () => proxy.freeze());
    const error = await failure(verify(connection, contract, { timeout: 3_000 }));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe("the broker did not answer within 3000 ms");
    expect(listeners(connection)).toEqual(before);

    const full = await failure(verify(connection, contract));
    expect(full.message).toContain("the connection has no channel left: close one, or raise channel_max");
    proxy.thaw();
    const again = () => verify(connection, contract).catch(() => undefined);
    let report = await again();
    for (let attempt = 0; !report && attempt < 1_200; attempt++) {
      await setTimeout(50);
      report = await again();
    }
    expect(report?.checked).toHaveLength(1);
  } finally {
    await platform.remove();
  }
});
