import { setTimeout as sleep } from "node:timers/promises";
import * as rabbitmq from "../../sdk";
import { processesWith } from "../faults/commands/processes";
import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { newest } from "../support/environment";
import { createStack } from "../support/stack";

const vhostName = "engine-migrate";
const queues = Array.from({ length: 20 }, (_, index) => `orders-${index}`);
const messages = 10_000;

const program = (type: "classic" | "quorum") => async () => {
  const vhost = new rabbitmq.VHost("vhost", { name: vhostName, forceDestroy: true });
  const source = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
  for (const name of queues) {
    const destination = new rabbitmq.Queue(name, { vhost, name, type });
    new rabbitmq.Binding(name, { source, destination, routingKey: "order.#" });
  }
};

test("an up migrates 20 queues of 10,000 messages, also after its provider was killed in the middle, and says so of each", async () => {
  const stack = await createStack(newest, program("classic"));
  await stack.setConfig("rabbitmq:amqpEndpoint", { value: `amqp://${new URL(newest.amqpUrl).host}` });
  await stack.setConfig("rabbitmq:onReplace", { value: "migrate" });
  await stack.up();
  const app = await connect(newest, vhostName);
  const body = Buffer.alloc(300, "x");
  for (let i = 0; i < messages; i++) {
    app.channel.publish("events", "order.paid", body, { persistent: true, messageId: `${i}` });
    if (i % 1_000 === 999) await app.channel.waitForConfirms();
  }

  stack.workspace.program = program("quorum");
  let shown = "";
  const killed = stack.up({ onOutput: (text) => (shown += text) }).then(
    () => "not killed",
    () => "killed",
  );
  const typesOf = async () =>
    (
      (await api(newest, "GET", `queues/${vhostName}?disable_stats=true`)).body as { name: string; type: string }[]
    ).filter(({ name }) => queues.includes(name));
  const migrated = async () => (await typesOf()).filter(({ type }) => type === "quorum").length;
  for (let waited = 0; waited < 6_000 && (await migrated()) < 5; waited++) await sleep(20);
  const backend = `PULUMI_BACKEND_URL=${stack.workspace.envVars["PULUMI_BACKEND_URL"]}`;
  const providers = processesWith(backend).filter(({ command }) => command.includes("dynamic-provider"));
  expect(providers).toHaveLength(1);
  for (const { pid } of providers) process.kill(pid, "SIGKILL");
  expect(await killed).toBe("killed");
  await stack.cancel().catch(() => {});
  expect(await migrated()).toBeLessThan(queues.length);

  const begun = Date.now();
  await stack.up({ onOutput: (text) => (shown += text) });
  process.stderr.write(`the rest of ${queues.length} queues: ${Date.now() - begun} ms\n`);
  expect(shown.match(/queue "orders-\d+" in vhost "engine-migrate": \d+ messages were kept/g)?.length).toBeGreaterThan(
    15,
  );
  expect(await migrated()).toBe(queues.length);
  expect((await api(newest, "GET", `queues/${vhostName}`)).body).toHaveLength(queues.length);
  for (const name of queues) {
    const ids = new Set<unknown>();
    for (let left = await app.count(name); left > 0; left--) {
      const message = await app.channel.get(name, { noAck: true });
      if (message) ids.add(message.properties.messageId);
    }
    expect(ids.size).toBe(messages);
  }
  await app.close();
  await stack.destroy();
});
