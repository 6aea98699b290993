import { api } from "../../support/admin";
import { connect } from "../../support/amqp";
import type { TestBroker } from "../../support/environment";

/** Another application's objects in the vhost, there before the program. */
export async function addStrangers(broker: TestBroker, vhost: string): Promise<string[]> {
  const encoded = encodeURIComponent(vhost);
  const user = `theirs of ${vhost}`;
  await api(broker, "PUT", `users/${encodeURIComponent(user)}`, { password: "theirs", tags: "monitoring" });
  await api(broker, "PUT", `permissions/${encoded}/${encodeURIComponent(user)}`, {
    configure: "",
    write: "",
    read: ".*",
  });
  await api(broker, "PUT", `queues/${encoded}/theirs`, { durable: true });
  await api(broker, "PUT", `exchanges/${encoded}/theirs`, { type: "topic", durable: true });
  await api(broker, "POST", `bindings/${encoded}/e/theirs/q/theirs`, { routing_key: "inner" });
  await api(broker, "PUT", `policies/${encoded}/theirs`, { pattern: "^theirs$", definition: { "max-length": 7 } });
  await fill(broker, vhost, "theirs", 2);
  return [
    "binding theirs theirs inner",
    "exchange theirs topic {}",
    "message in theirs: theirs 1",
    "message in theirs: theirs 2",
    `permissions ${user}   .*`,
    'policy theirs ^theirs$ {"max-length":7}',
    "queue theirs {}",
    `user ${user} ["monitoring"]`,
  ];
}

const toOurs = ["e/theirs/q/orders", "e/events/q/theirs", "e/events/q/orders"];

/** Another application's bindings of the program's objects, and its messages in a queue of the program. */
export async function addToOurs(broker: TestBroker, vhost: string): Promise<string[]> {
  for (const ends of toOurs)
    await api(broker, "POST", `bindings/${encodeURIComponent(vhost)}/${ends}`, { routing_key: "their" });
  await fill(broker, vhost, "kept", 3);
  return [
    "binding events orders their",
    "binding events theirs their",
    "binding theirs orders their",
    ...[1, 2, 3].map((index) => `message in kept: kept ${index}`),
  ];
}

/** The application goes: it unbinds, and takes its messages. */
export async function takeFromOurs(broker: TestBroker, vhost: string): Promise<void> {
  const encoded = encodeURIComponent(vhost);
  for (const ends of toOurs) await api(broker, "DELETE", `bindings/${encoded}/${ends}/their`);
  await api(broker, "DELETE", `queues/${encoded}/kept/contents`);
}

async function fill(broker: TestBroker, vhost: string, queue: string, count: number): Promise<void> {
  const app = await connect(broker, vhost);
  for (let index = 1; index <= count; index++) await app.send(queue, `${queue} ${index}`);
  await app.close();
}
