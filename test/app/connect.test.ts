import { createServer } from "node:net";
import { inspect } from "node:util";
import { credentials } from "amqplib";
import { ConnectionError, type ContractError, connect } from "../../sdk/app";
import { close } from "../../sdk/app/close";
import { freePort } from "../support/connection";
import { brokers, newest } from "../support/environment";
import { failure, Platform, password, urlOf } from "./platform";
import { startTcpProxy } from "./tcp-proxy";

const secrets = [password, encodeURIComponent(password), "wrong-secret"];

/** The error of a connect, that shows no password however one looks at it. */
async function refused<E extends Error = ContractError>(work: Promise<unknown>): Promise<E> {
  const error = await failure<E>(work);
  const everything = `${inspect(error, { depth: 20, showHidden: true })}${error.stack}${JSON.stringify(error)}`;
  for (const secret of secrets) expect(everything).not.toContain(secret);
  return error;
}

describe.each(brokers)("connect on RabbitMQ $version", (broker) => {
  const platform = new Platform(broker, "app é connect/");
  const { host } = new URL(broker.amqpUrl);
  const contract = platform.contract({ queues: [{ name: "paid", type: "classic" }], consumeFrom: ["paid"] });

  beforeAll(() => platform.declare({ queues: [{ name: "paid" }], read: "^(paid|gone)$" }));
  afterAll(() => platform.remove());

  test("gives a connection that works, with a user and a password outside ASCII", async () => {
    const connection = await connect(platform.url(), contract, { probe: true });
    const channel = await connection.createChannel();
    expect(await channel.checkQueue("paid")).toMatchObject({ messageCount: 0 });
    expect(["error", "close", "blocked"].map((event) => connection.listenerCount(event))).toEqual([0, 0, 0]);
    await connection.close();
  });

  test("closes it again where the contract is not fulfilled", async () => {
    const proxy = await startTcpProxy(broker.amqpUrl);
    const wrong = platform.contract({ queues: [{ name: "gone" }] });
    const { findings } = await refused(connect(proxy.url(platform.name), wrong));
    expect(findings).toMatchObject([{ object: 'queue "gone"', code: 404 }]);
    expect(await proxy.untilEmpty()).toBe(0);
  });

  test("tells a vhost that is missing or closed to the user", async () => {
    for (const vhost of ["no such", "/"]) {
      const { findings, message } = await refused(connect(urlOf(host, platform.name, vhost), { ...contract, vhost }));
      expect(findings).toMatchObject([{ object: `vhost "${vhost}"`, code: 530 }]);
      expect(message).toContain('missing, or the user "app é connect/" has no permission in it');
      expect(message).toContain("team-platform, in the stack acme/shop/prod");
    }
  });

  test("tells a user that is unknown or has another password", async () => {
    const user = encodeURIComponent(platform.name);
    for (const login of [`${user}:wrong-secret`, "nobody:wrong-secret"]) {
      const error = await refused<ConnectionError>(connect(`amqp://${login}@${host}/${user}`, contract));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error.message).toMatch(
        new RegExp(`^cannot connect to ${host}: the user ".*" does not exist, or its password is wrong \\(403\\)$`),
      );
    }
  });

  test("tells a vhost that is not the contract's before it connects", async () => {
    const url = urlOf(`127.0.0.1:${await freePort()}`, platform.name, "other");
    const { findings } = await refused(connect(url, contract));
    expect(findings).toMatchObject([
      { object: 'vhost "app é connect/"', check: "connect", problem: 'the URL names the vhost "other"' },
    ]);
    const both = await refused(connect(url, { ...contract, usernames: ["billing"] }));
    expect(both.findings.map(({ object }) => object)).toEqual([`user "${platform.name}"`, 'vhost "app é connect/"']);
  });

  test("tells a user that is not the contract's, though it may do everything, with all else that is wrong", async () => {
    await (await platform.connectAsAdmin()).close();
    const { username, password: secret } = new URL(broker.amqpUrl);
    const url = `amqp://${username}:${secret}@${host}/${encodeURIComponent(platform.name)}`;
    const stranger = {
      object: `user "${username}"`,
      check: "connect",
      problem: `the user is "${username}", not the contract's "billing" or "billing-2"`,
      remedy: 'log in with the `url` of AppAccess "billing"',
    };
    const others = { ...contract, usernames: ["billing", "billing-2"] };
    const { findings, report, message } = await refused(connect(url, others, { probe: true }));
    expect(findings).toEqual([stranger]);
    expect(report.checked.map(({ check }) => check)).toEqual(["exists", "consume"]);
    expect(message).toContain('in the stack acme/shop/prod\n- log in with the `url` of AppAccess "billing"');
    const more = await refused(connect(url, { ...others, queues: [{ name: "gone" }] }));
    expect(more.findings).toMatchObject([stranger, { object: 'queue "gone"', code: 404 }]);
    const noVhost = await refused(connect(urlOf(host, platform.name, "no such"), { ...others, vhost: "no such" }));
    expect(noVhost.findings.map(({ object, code }) => [object, code])).toEqual([
      [`user "${platform.name}"`, undefined],
      ['vhost "no such"', 530],
    ]);
  });

  test("takes the user from the credentials in socketOptions, and no user from those that name none", async () => {
    const own = credentials.plain(platform.name, password);
    const nobody = urlOf(host, "nobody", platform.name);
    const options = (given: { mechanism: string; response(): Buffer }) => ({ socketOptions: { credentials: given } });
    await (await connect(nobody, contract, options(own))).close();
    const { mechanism, response } = own;
    await (await connect(nobody, contract, options({ mechanism, response }))).close();
    const others = { ...contract, usernames: ["nobody"] };
    const { findings } = await refused(connect(nobody, others, options(own)));
    expect(findings).toMatchObject([{ object: `user "${platform.name}"` }]);
  });

  test("gives up on a broker that stops answering, and closes the connection", async () => {
    const proxy = await startTcpProxy(broker.amqpUrl);
    proxy.when("paid", () => proxy.freeze());
    const error = await refused<ConnectionError>(connect(proxy.url(platform.name), contract, { timeout: 3_000 }));
    expect(error.message).toBe("the broker did not answer within 3000 ms");
    expect(await proxy.untilEmpty()).toBe(0);
  });
});

describe("connect, without a broker", () => {
  const contract = new Platform(newest, "shop").contract({});

  test("tells a port where nothing listens, and a host that is none", async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const error = await refused(connect(urlOf(host, "billing", "shop"), contract));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(`cannot connect to ${host}: connect ECONNREFUSED ${host}`);
  });

  test.each(["silent", "chatty", "rude"])("tells a server that is no broker: %s", async (manner) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      if (manner === "chatty") socket.write("HTTP/1.1 400 Bad Request\r\n\r\n");
      if (manner === "rude") socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const url = urlOf(`127.0.0.1:${port}`, "billing", "shop");
    const error = await refused(connect(url, contract, { timeout: 300 }));
    server.close();
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(`cannot connect to 127.0.0.1:${port}: `);
  });

  test.each([
    "not a url",
    "http://u:wrong-secret@localhost/shop",
    "amqp://u:wrong-secret/more@localhost/shop",
    "amqp://u:12/wrong-secret@localhost/shop",
    "amqp://u:12#wrong-secret@localhost/shop",
    "amqp://u:12?wrong-secret@localhost/shop",
    "amqp://u:wrong-secret@local host/shop",
    "amqp://u:wrong-secret@localhost:99999/shop",
    "",
  ])("shows nothing of a URL that cannot be read: %s", async (url) => {
    const error = await refused(connect(url, contract));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("amqp://user:password@host:5672/vhost");
  });
});

test("close comes to an end, whatever the connection does", async () => {
  const platform = new Platform(newest, "app close");
  await platform.declare({});
  const connection = await platform.connect();
  await connection.close();
  await close(connection);
  await platform.remove();
});
