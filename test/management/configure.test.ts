import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { KindName } from "../../provider/kinds";
import { environmentName, settingKeys } from "../../provider/management/settings";
import { lineOf } from "../support/connection";
import { dynamicServer } from "../support/dynamic-server";
import { newest } from "../support/environment";
import { greeting, likeABroker, startFakeServer } from "../support/fake-server";

const { endpoint, username, password } = newest;
const config = { "rabbitmq:endpoint": endpoint, "rabbitmq:username": username, "rabbitmq:password": password };
const queueKind: KindName = "Queue";
const id = "%2F/none";

let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
  for (const key of settingKeys) delete process.env[environmentName(key)];
});
afterEach(() => {
  process.env = before;
});

test("a read in the same tick as configure has its settings", async () => {
  const server = dynamicServer(config);
  const reads = Array.from({ length: 5 }, () => server.read(queueKind, id, {}));
  expect(await Promise.all(reads)).toEqual([{}, {}, {}, {}, {}]);
});

test("one text for each kind shares one connection", async () => {
  const fake = await startFakeServer(likeABroker);
  const server = dynamicServer({ ...config, "rabbitmq:endpoint": fake.endpoint });
  await Promise.all([
    server.read("Queue", "v/q", {}),
    server.read("Exchange", "v/x", {}),
    server.read("Permissions", "v/u", {}),
  ]);
  expect(fake.requests.filter((request) => request === `GET ${greeting}`)).toHaveLength(1);
});

describe("settings that are wrong", () => {
  const server = () => dynamicServer({ ...config, "rabbitmq:timeout": "soon" });

  test("do not fail a check, which asks nobody", async () => {
    expect((await server().check(queueKind, { vhost: "/", name: "q" }))?.failures).toEqual([]);
  });

  test("fail each create and read, with one line", async () => {
    const running = server();
    const works = [
      () => running.create(queueKind, { vhost: "/", name: "q" }),
      () => running.read(queueKind, id, {}),
      () => running.delete(queueKind, id, {}),
      () => running.read("User", "u", {}),
    ];
    for (const work of works) {
      expect(await lineOf(work, password)).toMatch(
        /: rabbitmq:timeout \(RABBITMQ_TIMEOUT\) must be a number of seconds$/,
      );
    }
  });

  test("and missing ones too", async () => {
    expect(await lineOf(() => dynamicServer({}).read(queueKind, id, {}))).toMatch(
      /^queue "none" in vhost "\/": rabbitmq:endpoint is not set: run `pulumi config set/,
    );
  });
});

test("a kind of a later version is told", async () => {
  const line = await lineOf(() => dynamicServer(config).read("Teapot" as KindName, id, {}));
  expect(line).toMatch(
    /has no kind "Teapot": install the version that the stack was last deployed with, or a later one/,
  );
});

describe("each setting is read", () => {
  const requestedBy = async (values: Record<string, string>) => {
    const seen: Record<string, unknown>[] = [];
    const fake = await startFakeServer((request, response) => {
      seen.push({ ...request.headers });
      likeABroker(request, response);
    });
    const settings = { endpoint: fake.endpoint, username: "u", password: "p", ...values };
    return { seen, settings };
  };
  const asConfig = (settings: object) =>
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [`rabbitmq:${key}`, value]));
  const asEnvironment = (settings: object) =>
    Object.fromEntries(Object.entries(settings).map(([key, value]) => [environmentName(key), value]));

  test("from the stack's configuration or a Provider", async () => {
    const { seen, settings } = await requestedBy({ headers: '{"X-Way":"config"}' });
    await dynamicServer(asConfig(settings)).read(queueKind, "v/q", {});
    expect(seen[0]).toMatchObject({ "x-way": "config" });
  });

  test("from the environment", async () => {
    const { seen, settings } = await requestedBy({ headers: '{"X-Way":"environment"}' });
    Object.assign(process.env, asEnvironment(settings));
    await dynamicServer({}).read(queueKind, "v/q", {});
    expect(seen[0]).toMatchObject({ "x-way": "environment" });
  });

  test("key by key, the configuration first", async () => {
    const { seen, settings } = await requestedBy({});
    Object.assign(process.env, asEnvironment({ ...settings, username: "e", headers: '{"X-Way":"environment"}' }));
    await dynamicServer({ "rabbitmq:username": "c" }).read(queueKind, "v/q", {});
    expect(seen[0]).toMatchObject({
      "x-way": "environment",
      authorization: `Basic ${Buffer.from("c:p").toString("base64")}`,
    });
  });

  test("one kind of login, that of the configuration", async () => {
    const { seen, settings } = await requestedBy({});
    const file = join(mkdtempSync(join(tmpdir(), "login-")), "token");
    writeFileSync(file, "of-the-file");
    Object.assign(process.env, asEnvironment({ ...settings, token: "of-the-environment", tokenFile: "/none" }));
    await dynamicServer({ "rabbitmq:tokenFile": file }).read(queueKind, "v/q", {});
    await dynamicServer({ "rabbitmq:username": "c" }).read(queueKind, "v/q", {});
    rmSync(dirname(file), { recursive: true });
    const logins = new Set(seen.map(({ authorization }) => authorization));
    expect([...logins]).toEqual(["Bearer of-the-file", `Basic ${Buffer.from("c:p").toString("base64")}`]);
  });

  // A value that no setting accepts shows that the key is read, and from where.
  const wrong: Record<string, string> = {
    endpoint: "nowhere",
    username: "a:b",
    token: "a b",
    tokenFile: "/none",
    insecure: "?",
    proxy: "?",
    headers: "?",
    timeout: "?",
    waitForBroker: "?",
    concurrency: "?",
    amqpEndpoint: "?",
    onDrift: "never",
    onReplace: "?",
    onExisting: "?",
    forceDestroy: "?",
    targetVersion: "?",
    previewReads: "?",
    readOnly: "?",
    caCert: "?",
    clientCert: "?",
    clientKey: "?",
    cacertFile: "/none",
    clientcertFile: "/none",
    clientkeyFile: "/none",
  };
  const overTls = { endpoint: "https://127.0.0.1:1", username: "u", password: "p" };

  test.each(Object.entries(wrong))("%s", async (key, value) => {
    const settings = { ...overTls, [key]: value };
    const named = new RegExp(`rabbitmq:${key}\\b`);
    expect(await lineOf(() => dynamicServer(asConfig(settings)).read(queueKind, id, {}))).toMatch(named);
    Object.assign(process.env, asEnvironment(settings));
    expect(await lineOf(() => dynamicServer({}).read(queueKind, id, {}))).toMatch(named);
  });

  test("and none is forgotten here", () => {
    expect([...Object.keys(wrong), "password", "serverName"].sort()).toEqual([...settingKeys].sort());
  });
});

describe("a check without a broker", () => {
  const old = { vhost: "v", name: "q", type: "classic", version: 1 };
  const reasons = async (settings: Record<string, string>) => {
    const { failures = [] } = await dynamicServer(settings).check(queueKind, old);
    return failures.map(({ reason }) => reason);
  };

  test("refuses what rabbitmq:targetVersion refuses, and needs no address for it", async () => {
    const refused = [
      "version 1 is refused from RabbitMQ 4.3 on, rabbitmq:targetVersion is 4.3: use 2, or leave it out",
    ];
    expect(await reasons({ "rabbitmq:targetVersion": "4.3" })).toEqual(refused);
    expect(await reasons({ "rabbitmq:targetVersion": "4.2.1" })).toEqual([]);
    process.env["RABBITMQ_TARGET_VERSION"] = "4.3";
    expect(await reasons({})).toEqual(refused);
    delete process.env["RABBITMQ_TARGET_VERSION"];
    await expect(reasons({ "rabbitmq:targetVersion": "four" })).rejects.toThrow(
      'rabbitmq:targetVersion (RABBITMQ_TARGET_VERSION) must be a version of RabbitMQ, such as "4.3"',
    );
  });

  test("goes on, and says once what it did not check", async () => {
    const said = jest.spyOn(console, "info").mockImplementation(() => {});
    expect(await reasons({})).toEqual([]);
    expect(said).not.toHaveBeenCalled();
    const server = dynamicServer({ ...config, "rabbitmq:endpoint": "http://127.0.0.1:1" });
    const checks = await Promise.all([
      server.check(queueKind, old),
      server.check(queueKind, { ...old, name: "other" }),
    ]);
    expect(checks.map(({ failures }) => failures)).toEqual([[], []]);
    expect(said.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^the preview could not ask the broker, so it did not check what depends on the broker: /,
        ),
      ],
    ]);
    said.mockRestore();
  });
});
