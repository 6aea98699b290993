import { setTimeout as sleep } from "node:timers/promises";
import { Broker } from "../../provider/broker";
import { kindNamed } from "../../provider/kinds";
import { readSettings } from "../../provider/management/settings";
import { takeOut } from "../../provider/migration/take-out";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { brokers, newest, type TestBroker, testWith } from "../support/environment";
import { type App, useOwnVHost } from "../support/own-vhost";
import { command } from "./command";

const vhost = "cli-migrate";
const amqpEndpoint = `amqp://${new URL(newest.amqpUrl).host}`;
const variables = {
  RABBITMQ_ENDPOINT: newest.endpoint,
  RABBITMQ_USERNAME: newest.username,
  RABBITMQ_PASSWORD: newest.password,
  RABBITMQ_AMQP_ENDPOINT: amqpEndpoint,
};
const run = (...args: string[]) => command(["migrate", ...args, "--vhost", vhost], { variables });

let app: App;
useOwnVHost(newest, vhost, (own) => {
  app = own;
});

async function filled(name: string, args: object, count: number, durable = true) {
  await app.channel.assertQueue(name, { durable, arguments: args });
  for (let i = 0; i < count; i++) app.channel.sendToQueue(name, Buffer.from(`${i}`), { persistent: true });
  await app.channel.waitForConfirms();
}
const types = async () =>
  Object.fromEntries(
    ((await api(newest, "GET", `queues/${vhost}`)).body as { name: string; type: string }[]).map(({ name, type }) => [
      name,
      type,
    ]),
  );

test("reports first, and migrates with --yes what nothing stands in the way of", async () => {
  await filled("orders.lazy", { "x-queue-mode": "lazy", "x-max-length": 1_000 }, 700);
  await filled("orders.prio", { "x-max-priority": 5 }, 2);
  await filled("orders.stream", { "x-queue-type": "stream" }, 2);
  await filled("other", {}, 2);
  const before = await types();
  const report = await run("^orders");
  expect(report.stdout).toMatch(/orders\.lazy +classic +quorum .* mode is left out/);
  expect(report.stdout).toMatch(/orders\.prio +classic +left out .*maxPriority: a quorum queue has no maxPriority/);
  expect(report.stdout).toMatch(/orders\.stream +stream +left out .*a stream keeps its messages/);
  expect(report.stdout).toContain("Nothing was changed. To migrate 1 of them, add --yes");
  expect(report.stdout).not.toContain("other");
  expect(report.code).toBe(1);
  expect(await types()).toEqual(before);

  const done = await run("^orders", "--yes");
  expect(done.stdout).toContain(
    `queue "orders.lazy" in vhost "${vhost}": 700 messages were kept: they waited in "orders.lazy.pulumi-migration"`,
  );
  expect(done.stdout).toContain("1 migrated, 0 failed, 2 left out");
  expect(done.code).toBe(1);
  expect(await types()).toEqual({ ...before, "orders.lazy": "quorum" });
  expect(await app.count("orders.lazy")).toBe(700);
  expect((await run("^orders.lazy", "--yes")).stdout).toContain("no queue to migrate");
});

const args = { vhost, name: "orders", type: "classic", durable: true, autoDelete: false, maxLength: 5_000 };

/** Leaves the messages in the holding queue, and perhaps no queue. */
async function interrupted({ isDeleted = false } = {}) {
  await filled("orders", { "x-max-length": 5_000 }, 300);
  const settings = { ...newest, amqpEndpoint } as Record<string, unknown>;
  const broker = new Broker(readSettings((key) => settings[key] as string | undefined));
  const found = await kindNamed("Queue").find(broker, args, "proved");
  await takeOut(broker, { former: found ?? {}, wanted: { ...args, type: "quorum" }, force: false, report: () => {} });
  if (isDeleted) await api(newest, "DELETE", `queues/${vhost}/orders`);
  expect(await app.count("orders.pulumi-migration")).toBe(300);
}

test.each([
  ["goes on with", [], "quorum"],
  ["cancels", ["--cancel"], "classic"],
])("%s a migration that was interrupted, before and after the delete", async (_, options, type) => {
  for (const isDeleted of [false, true]) {
    await interrupted({ isDeleted });
    expect((await run(...options)).stdout).toMatch(/orders +(classic|deleted) .*an interrupted migration goes on/);
    const { stdout, code } = await run(...options, "--yes");
    expect(stdout).toContain("1 migrated, 0 failed, 0 left out");
    expect(code).toBe(0);
    expect(await types()).toEqual({ orders: type });
    expect((await api(newest, "GET", `queues/${vhost}/orders`)).body.arguments).toMatchObject({
      "x-max-length": 5_000,
    });
    expect(await app.count("orders")).toBe(300);
    await api(newest, "DELETE", `queues/${vhost}/orders`);
  }
});

// RabbitMQ 4 does not report global QoS any more.
testWith(
  "RabbitMQ 3",
  brokers.some(({ version }) => version.startsWith("3.")),
)("names consumers, and those with global QoS, which quorum queues refuse", async () => {
  const broker = brokers.find(({ version }) => version.startsWith("3.")) as TestBroker;
  const { endpoint: RABBITMQ_ENDPOINT, password: RABBITMQ_PASSWORD } = broker;
  const remove = await makeVHost(broker, vhost);
  const consumer = await connect(broker, vhost);
  await consumer.channel.assertQueue("orders");
  await consumer.channel.prefetch(5, true);
  await consumer.consume("orders", "classic");
  // The broker's statistics are some seconds late.
  const isKnown = async () => {
    const channels = (await api(broker, "GET", `vhosts/${vhost}/channels`)).body as {
      global_prefetch_count?: number;
    }[];
    const { consumer_details: consumers = [] } = (await api(broker, "GET", `queues/${vhost}/orders`)).body;
    return consumers.length > 0 && channels.some(({ global_prefetch_count: count }) => count === 5);
  };
  for (let i = 0; i < 100 && !(await isKnown()); i++) await sleep(200);
  const { stdout } = await command(["migrate"], { variables: { ...variables, RABBITMQ_ENDPOINT, RABBITMQ_PASSWORD } });
  expect(stdout).toMatch(
    /orders +classic +left out .*a consumer uses global QoS, which quorum queues refuse; has consumers: stop them, or cancel them with --force/,
  );
  await consumer.close();
  await remove();
});

test.each([
  [["["], {}, "It is not a regular expression"],
  [["--to", "stream"], {}, "Allowed choices are quorum, classic"],
  [[], { RABBITMQ_PASSWORD: "wrong" }, "could not log in"],
  [[], { RABBITMQ_ENDPOINT: "" }, "rabbitmq:endpoint is not set"],
])("with %j and %j prints one line and ends with 2", async (options, wrong, line) => {
  const { code, stderr, stdout } = await command(["migrate", ...options], { variables: { ...variables, ...wrong } });
  expect(stderr.trim()).toContain(line);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});
