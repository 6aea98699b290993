import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { api } from "../support/admin";
import { brokers, environment, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";

const run = promisify(execFile);
const { python } = environment;
const vhost = "python clients/";
const name = "python-app";
const password = "pässword@:/";

/** The platform's side: one exchange, one queue, and a user that can configure nothing. */
async function declare(broker: TestBroker): Promise<void> {
  await provider(broker, "VHost").create({ name: vhost });
  await provider(broker, "Exchange").create({ vhost, name: "events", type: "topic" });
  await provider(broker, "Queue").create({ vhost, name: "orders", type: "quorum" });
  await provider(broker, "Binding").create({ vhost, source: "events", destination: "orders", routingKey: "order.#" });
  await provider(broker, "User").create({ name, password });
  await provider(broker, "Permissions").create({
    vhost,
    user: name,
    write: "^(events)$",
    read: "^(orders(\\.missing)?)$",
  });
  await provider(broker, "TopicPermissions").create({ vhost, user: name, exchange: "events", write: "^order\\." });
}

const clients = [
  ["pika", "with_pika.py"],
  ["py-amqp", "with_py_amqp.py"],
] as const;

// Without Python there is nothing to run: set-up has said why.
(`python` in python ? describe : describe.skip).each(brokers)(
  "an application without configure on RabbitMQ $version",
  (broker) => {
    beforeAll(() => declare(broker));
    afterAll(async () => {
      await api(broker, "DELETE", `vhosts/${encodeURIComponent(vhost)}`);
      await api(broker, "DELETE", `users/${name}`);
    });

    test.each(clients)("works with %s, and is refused what is not its own", async (client, script) => {
      const { host } = new URL(broker.amqpUrl);
      const AMQP_URL = `amqp://${name}:${encodeURIComponent(password)}@${host}/${encodeURIComponent(vhost)}`;
      const program = "python" in python ? python.python : "";
      const { stdout } = await run(program, [path.join(__dirname, script)], { env: { AMQP_URL }, timeout: 60_000 });
      expect(stdout.trim().split("\n")).toEqual([
        "declare 403 ACCESS_REFUSED",
        "passive ok",
        "missing 404 NOT_FOUND",
        "publish ok",
        `consume from ${client}`,
      ]);
    });
  },
);
