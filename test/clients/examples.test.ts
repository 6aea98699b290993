import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import amqplib from "amqplib";
import { api } from "../support/admin";
import { brokers, environment, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";
import { outcomes, type Refusal } from "./outcomes";
import { type Client, clients, shown } from "./shown";

const run = promisify(execFile);
const { python } = environment;
const vhost = "clients é/";
const user = "clients-app";
const password = "p@ss:w/rd";

/** The platform's side: two exchanges, two queues, and a user that can configure nothing and knows one of each. */
async function declare(broker: TestBroker): Promise<void> {
  await provider(broker, "VHost").create({ name: vhost });
  for (const name of ["events", "audit"]) await provider(broker, "Exchange").create({ vhost, name, type: "topic" });
  for (const name of ["orders", "invoices"]) await provider(broker, "Queue").create({ vhost, name, type: "quorum" });
  await provider(broker, "Binding").create({ vhost, source: "events", destination: "orders", routingKey: "order.new" });
  await provider(broker, "User").create({ name: user, password });
  const read = "^(orders(\\.next)?)$";
  await provider(broker, "Permissions").create({ vhost, user, configure: "^$", write: "^(events)$", read });
  await provider(broker, "TopicPermissions").create({ vhost, user, exchange: "events", write: "^order\\.[^.]*$" });
}

function urlOf(broker: TestBroker, secret = password): string {
  const { host } = new URL(broker.amqpUrl);
  return `amqp://${user}:${encodeURIComponent(secret)}@${host}/${encodeURIComponent(vhost)}`;
}

async function lines(broker: TestBroker, { name, language }: Client, title: "app" | "limits") {
  const program = path.resolve("examples/clients", name, `${title}.${language === "python" ? "py" : "js"}`);
  const interpreter = language === "node" ? process.execPath : "python" in python ? python.python : "";
  const env = { AMQP_URL: urlOf(broker), PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf8" };
  const { stdout, stderr } = await run(interpreter, [program], { env, timeout: 300_000 });
  return { lines: stdout.trim().split("\n"), stderr };
}

// Without Python its clients cannot run: set-up has said why.
const here = clients.filter(({ language }) => language === "node" || "python" in python);

describe.each(brokers)("an application without configure on RabbitMQ $version", (broker) => {
  beforeAll(() => declare(broker));
  afterAll(async () => {
    await api(broker, "DELETE", `vhosts/${encodeURIComponent(vhost)}`);
    await api(broker, "DELETE", `users/${user}`);
  });

  test.each(here)("works with $name", async (client) => {
    expect((await lines(broker, client, "app")).lines).toEqual([
      "exchange events and queue orders exist",
      "published order 1",
      "consumed order 1",
    ]);
  });

  test.each(here)("is refused what is not its own, as $name shows it", async (client) => {
    const answers = outcomes({ version: broker.version, vhost, user });
    const of = (title: string) => shown(client, answers.find(([each]) => each === title)?.[1] ?? "ok");
    const expected = [...answers.map(([title]) => [title, of(title)]), ...Object.entries(client.pitfalls(of))];
    const { lines: printed, stderr } = await lines(broker, client, "limits");
    expect(printed).toEqual(expected.map(([title, result]) => `${title}: ${result}`));
    const told = answers.find(([title]) => title === client.told)?.[1] as Refusal | undefined;
    if (told) expect(stderr).toContain(told.text);
  });

  test("is not let in by amqplib if the password in the URL is not ASCII", async () => {
    const secret = "pässword";
    await provider(broker, "User").verbs.update(user, { name: user, password }, { name: user, password: secret });
    await expect(amqplib.connect(urlOf(broker, secret))).rejects.toThrow("Login was refused");
    const { hostname, port } = new URL(broker.amqpUrl);
    const parts = { hostname, port: Number(port), username: user, password: secret, vhost };
    await (await amqplib.connect(parts)).close();
    await provider(broker, "User").verbs.update(user, { name: user }, { name: user, password });
  });
});
