import amqplib from "amqplib";
import { api } from "../../support/admin";
import { type TestBroker, takesTransient } from "../../support/environment";
import { definitions } from "./definitions";

/** In which bindings with arguments are as many as a large application has. */
const many = 2_000;

/** Fills a broker by other means than this library. Gives a function that closes the clients. */
export async function fill(broker: TestBroker): Promise<() => Promise<void>> {
  for (const [name, make] of Object.entries(definitions)) {
    await api(broker, "PUT", `vhosts/${encodeURIComponent(name)}`, {});
    await api(broker, "POST", "definitions", make(name, `user of ${name}`));
  }
  await api(broker, "PUT", "global-parameters/own", { value: { "O=client": "v", list: [1, { a: "b" }] } });
  await api(broker, "PUT", "global-parameters/without", { value: { nothing: null } });
  await api(broker, "PUT", "vhosts/clients", {});
  await api(broker, "PUT", "vhosts/many", {});
  const ownVHost = await clients(broker);
  await bindMany(broker);
  return ownVHost;
}

/** What applications declare: 32-bit integers, internal, transient and deleting objects, and some that are theirs alone. */
async function clients(broker: TestBroker): Promise<() => Promise<void>> {
  const connection = await amqplib.connect(`${broker.amqpUrl}/clients`);
  const channel = await connection.createChannel();
  await channel.assertExchange("unrouted", "fanout", { internal: true });
  await channel.assertExchange("orders", "topic", { alternateExchange: "unrouted", autoDelete: true });
  await channel.assertExchange("passing", "headers", { durable: !takesTransient(broker) });
  await channel.assertQueue("orders.paid", { messageTtl: 60_000, deadLetterExchange: "unrouted", maxPriority: 3 });
  await channel.assertQueue("passing", { durable: !takesTransient(broker), expires: 3_600_000 });
  for (const name of ["mail", "search", "audit"]) {
    await channel.assertQueue(name, { deadLetterExchange: "unrouted", deadLetterRoutingKey: `${name}.dead` });
    await channel.bindQueue(name, "orders", `order.${name}`);
  }
  await channel.assertQueue("deleting", { autoDelete: true });
  await channel.assertQueue("mine", { exclusive: true });
  await channel.assertQueue("", {});
  await channel.bindQueue("orders.paid", "orders", "order.*.paid");
  await channel.bindQueue("orders.paid", "passing", "", {
    "x-match": "any",
    tenant: 7,
    eu: true,
    nested: { deep: [1] },
  });
  await channel.bindExchange("unrouted", "orders", "#");
  await channel.bindQueue("mine", "orders", "order.#");
  return () => connection.close();
}

async function bindMany(broker: TestBroker): Promise<void> {
  const connection = await amqplib.connect(`${broker.amqpUrl}/many`);
  const channel = await connection.createChannel();
  await channel.assertExchange("events", "headers");
  const queues = Array.from({ length: 20 }, (_, index) => `tenant-${index}`);
  for (const name of queues) {
    await channel.assertQueue(name, {
      arguments: {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": `${name}.dead`,
      },
    });
  }
  const all = Array.from({ length: many }, (_, index) => index);
  await Promise.all(
    all.map((index) => {
      const queue = queues[index % queues.length] ?? "";
      return channel.bindQueue(queue, "events", "", { "x-match": "all", tenant: `t${index}`, region: "eu" });
    }),
  );
  await connection.close();
}
