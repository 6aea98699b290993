import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { freePort } from "../support/connection";
import { brokers, newest, takesTransient } from "../support/environment";
import { type FakeServer, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { on } from "../support/lookup";

const vhost = "lookups";
const user = "lookups-app";
const types = ["classic", "quorum", "stream"];
const cleanUp: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  for (const broker of brokers) cleanUp.push(await makeVHost(broker, vhost));
});
afterAll(async () => {
  for (const each of cleanUp) await each();
});

/** The value of an output. The other promises in it fail with it. */
async function valueIn<T>(output: pulumi.Output<T>): Promise<T> {
  const { isKnown, isSecret, ...inner } = output as unknown as Record<"isKnown" | "isSecret", Promise<boolean>> &
    Record<"promise" | "allResources", () => Promise<T>>;
  const [value] = await Promise.all([inner.promise(), inner.allResources(), isKnown, isSecret]);
  return value;
}

const declare = (broker: (typeof brokers)[number], name: string, type: string, more = {}) =>
  api(broker, "PUT", `queues/${vhost}/${name}`, { durable: true, arguments: { "x-queue-type": type }, ...more });

/** Asks until the answer is the expected one: statistics come every 5 s. */
async function eventually<T>(ask: () => Promise<T>, expected: object): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await sleep(250)) {
    const answer = await ask();
    try {
      expect(answer).toMatchObject(expected);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  test("the overview and the user have what the broker says of itself", async () => {
    const overview = await on(broker, () => rabbitmq.getOverview());
    expect(overview).toMatchObject({
      rabbitmqVersion: broker.version,
      erlangVersion: expect.stringMatching(/^\d+\./),
      exchangeTypes: expect.arrayContaining(["direct", "fanout", "headers", "topic"]),
      objectTotals: { queues: expect.any(Number) },
      statisticsAreDisabled: false,
    });
    expect(overview.listeners).toContainEqual(
      expect.objectContaining({ node: overview.node, protocol: "amqp", port: expect.any(Number) }),
    );
    expect(await on(broker, () => rabbitmq.getWhoami())).toEqual({ name: broker.username, tags: ["administrator"] });
  });

  test("the messages of a classic queue are exact at once, and what is not counted yet is undefined", async () => {
    for (const type of types) await declare(broker, `new-${type}`, type);
    const app = await connect(broker, vhost);
    for (let count = 0; count < 3; count++) await app.send("new-classic");
    await app.hold("new-classic");
    expect(await on(broker, () => rabbitmq.getQueueCounts({ vhost, name: "new-classic" }))).toEqual({
      type: "classic",
      messages: 3,
      ready: 2,
      unacknowledged: 1,
      consumers: undefined,
    });
    const stream = await on(broker, () => rabbitmq.getQueueCounts({ vhost, name: "new-stream" }));
    expect(stream).toEqual({ type: "stream" });
    await app.close();
  });

  test("the connections of a user are there at once, and only its own", async () => {
    await api(broker, "PUT", `users/${user}`, { password: "secret-of-app", tags: "" });
    cleanUp.push(() => api(broker, "DELETE", `users/${user}`));
    await api(broker, "PUT", `permissions/${vhost}/${user}`, { configure: "", write: "", read: "" });
    expect(await on(broker, () => rabbitmq.getConnections({ user }))).toEqual([]);
    const app = await connect(
      { ...broker, amqpUrl: broker.amqpUrl.replace(/\/\/.*@/, `//${user}:secret-of-app@`) },
      vhost,
    );
    const [connection, ...others] = await on(broker, () => rabbitmq.getConnections({ user }));
    expect(connection).toMatchObject({ user, vhost, name: expect.stringContaining(" -> "), node: expect.any(String) });
    expect(others).toEqual([]);
    await app.close();
  });

  test("deprecated features in use are named, or the version that does not list them", async () => {
    await declare(broker, "transient", "classic", { durable: false });
    const features = on(broker, () => rabbitmq.getDeprecatedFeatures());
    if (broker.version.startsWith("3.")) {
      await expect(features).rejects.toThrow(
        `getDeprecatedFeatures: RabbitMQ ${broker.version} does not list its deprecated features: it needs RabbitMQ 4.0`,
      );
      return;
    }
    expect(await features).toContainEqual({
      name: "transient_nonexcl_queues",
      phase: "permitted_by_default",
      inUse: takesTransient(broker),
      providedBy: "rabbit",
      documentation: expect.stringContaining("https://"),
    });
  });

  test("a missing vhost is an error of each list, not an empty list", async () => {
    const lists: ((args: { vhost: string }) => Promise<unknown>)[] = [
      rabbitmq.getQueues,
      rabbitmq.getOperatorPolicies,
      rabbitmq.getBindings,
      rabbitmq.getAllPermissions,
    ];
    for (const list of lists) {
      await expect(on(broker, () => list({ vhost: "lookups-none" }))).rejects.toThrow(
        'vhost "lookups-none" does not exist',
      );
      expect(await on(broker, () => rabbitmq.getPolicies({ vhost }))).toEqual(expect.any(Array));
    }
  });
});

test("counts that come with the statistics, and the policies of a queue, are what the broker applies", async () => {
  const app = async (broker: (typeof brokers)[number]) => {
    await api(broker, "PUT", `policies/${vhost}/bounds`, {
      pattern: "^bound-",
      definition: { "max-length": 100, expires: 3_600_000 },
      "apply-to": "queues",
    });
    await api(broker, "PUT", `operator-policies/${vhost}/limits`, {
      pattern: "^bound-",
      definition: { "max-length": 50 },
      "apply-to": "queues",
    });
    await api(broker, "PUT", `policies/${vhost}/rest`, {
      pattern: "^bound-",
      definition: { "alternate-exchange": "rest" },
      "apply-to": "exchanges",
    });
    await api(broker, "PUT", `exchanges/${vhost}/bound-x`, { type: "topic", durable: true });
    for (const type of types) await declare(broker, `bound-${type}`, type);
    await declare(broker, "free", "classic");
    const client = await connect(broker, vhost);
    for (const type of types) await client.send(`bound-${type}`);
    await client.consume("bound-classic", "classic");

    const policies = (args: { queue: string } | { exchange: string }) =>
      on(broker, () => rabbitmq.getEffectivePolicy({ vhost, ...args }));
    const [bound, free, exchange, plain] = await Promise.all([
      policies({ queue: "bound-classic" }),
      policies({ queue: "free" }),
      policies({ exchange: "bound-x" }),
      policies({ exchange: "amq.topic" }),
    ]);
    const nothing = { policy: undefined, operatorPolicy: undefined, definition: {} };
    expect(bound).toEqual({
      policy: await on(broker, () => rabbitmq.getPolicy({ vhost, name: "bounds" })),
      operatorPolicy: await on(broker, () => rabbitmq.getOperatorPolicy({ vhost, name: "limits" })),
      definition: { "max-length": 50, expires: 3_600_000 },
    });
    expect(free).toEqual(nothing);
    expect(exchange).toMatchObject({ policy: { name: "rest" }, definition: { "alternate-exchange": "rest" } });
    expect(plain).toEqual(nothing);

    const counts = (name: string) => () => on(broker, () => rabbitmq.getQueueCounts({ vhost, name }));
    await eventually(counts("bound-classic"), { messages: 1, ready: 0, unacknowledged: 1, consumers: 1 });
    await eventually(counts("bound-quorum"), { type: "quorum", messages: 1, ready: 1, unacknowledged: 0 });
    await eventually(counts("bound-stream"), { type: "stream", messages: 1, ready: 1, consumers: 0 });
    await client.close();
  };
  await Promise.all(brokers.map(app));
});

describe("the client", () => {
  let server: FakeServer;
  const through = () => ({ ...newest, endpoint: server.endpoint });
  const names = Array.from({ length: 6 }, (_, index) => `many-${index}`);
  beforeAll(async () => {
    for (const name of names) await declare(newest, name, "classic");
  });
  beforeEach(async () => {
    server = await startFakeServer(forward(newest.endpoint));
  });
  const many = () => Promise.all(names.map((name) => on(through(), () => rabbitmq.getQueue({ vhost, name }))));

  test("reads one list for lookups of one moment, and what was changed since for the next", async () => {
    expect((await many()).map(({ maxLength }) => maxLength)).toEqual(names.map(() => undefined));
    const [, ...requests] = server.requests;
    expect(requests).toEqual([`GET /api/queues/${vhost}?disable_stats=true`]);
    await api(newest, "DELETE", `queues/${vhost}/many-0`);
    await declare(newest, "many-0", "classic", { arguments: { "x-max-length": 7 } });
    expect((await many())[0]?.maxLength).toBe(7);
    await api(newest, "DELETE", `queues/${vhost}/many-0`);
    await expect(many()).rejects.toThrow('getQueue: queue "many-0" in vhost "lookups" does not exist');
    await declare(newest, "many-0", "classic");
  });

  test("lists each object once, the whole list in one request", async () => {
    const found = await on(through(), () => rabbitmq.getQueues({ vhost }));
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    const [, ...requests] = server.requests;
    expect(requests).toEqual([`GET /api/queues/${vhost}?disable_stats=true`]);
  });

  test("that found no broker says so in one line, and the next lookup tries again", async () => {
    const port = await freePort();
    const gone = { ...newest, endpoint: `http://127.0.0.1:${port}` };
    await expect(on(gone, () => rabbitmq.getWhoami())).rejects.toThrow(
      /^getWhoami: cannot reach RabbitMQ's management API at http:\/\/127\.0\.0\.1:\d+: nothing listens there.*$/,
    );
    const late = await startFakeServer(forward(newest.endpoint), port);
    expect(late.endpoint).toBe(gone.endpoint);
    expect(await on(gone, () => rabbitmq.getWhoami())).toMatchObject({ name: newest.username });
  });

  test("is loaded with the first lookup only, and lets the program exit", () => {
    const program = `
      const rabbitmq = require("./dist/sdk");
      const isLoaded = () => Object.keys(require.cache).some((file) => /node_modules.axios./.test(file));
      const before = isLoaded();
      rabbitmq.getWhoami().then(({ name }) => setImmediate(() =>
        console.log(JSON.stringify({ before, after: isLoaded(), name, open: process.getActiveResourcesInfo() }))));`;
    const { endpoint, username, password } = newest;
    const env = {
      PATH: process.env["PATH"],
      RABBITMQ_ENDPOINT: endpoint,
      RABBITMQ_USERNAME: username,
      RABBITMQ_PASSWORD: password,
    };
    const output = execFileSync(process.execPath, ["-e", program], { env, encoding: "utf8" });
    const { open, ...rest } = JSON.parse(output);
    expect(rest).toEqual({ before: false, after: true, name: username });
    expect(open).not.toContain("TCPSocketWrap");
    expect(open).not.toContain("Timeout");
  });
});

describe("an output", () => {
  test("is a secret if it contains one, and its arguments may be outputs and resources", async () => {
    const name = pulumi.output(newest.username);
    const found = await on(newest, async () => rabbitmq.getUserOutput({ name }));
    expect(await valueIn(found)).toMatchObject({ name: newest.username, passwordHash: expect.any(String) });
    expect(await pulumi.isSecret(found)).toBe(true);
    const users = await on(newest, async () => rabbitmq.getUsersOutput());
    expect(await pulumi.isSecret(users)).toBe(true);
    const exchange = await on(newest, async () => rabbitmq.getExchangeOutput({ vhost, name: "amq.topic" }));
    expect(await valueIn(exchange.type)).toBe("topic");
    expect(await pulumi.isSecret(exchange)).toBe(false);
  });

  test("does not show a secret argument in its error", async () => {
    const name = pulumi.secret("hush/hush");
    const missing = await on(newest, async () => rabbitmq.getQueueOutput({ vhost, name }));
    await expect(valueIn(missing)).rejects.toThrow('getQueue: queue "[secret]" in vhost "lookups" does not exist');
  });
});

test.each<[string, () => Promise<unknown>, string]>([
  ["a missing argument", () => rabbitmq.getQueue({ vhost } as never), "getQueue: name must be given"],
  ["an argument of another type", () => rabbitmq.getQueue({ vhost, name: 5 as never }), "getQueue: name must be"],
  [
    "no queue and no exchange",
    () => rabbitmq.getEffectivePolicy({ vhost } as never),
    "either queue or exchange must be given",
  ],
  [
    "another provider",
    () => rabbitmq.getWhoami({ provider: {} as never }),
    "getWhoami: the option provider must be a rabbitmq.Provider",
  ],
])("%s is one line", async (_, look, message) => {
  await expect(on(newest, look)).rejects.toThrow(message);
});
