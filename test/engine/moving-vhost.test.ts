import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { newest, someOf } from "../support/environment";
import { createStack } from "../support/stack";

const before = "moving-before";
const after = "moving-after";
const user = "moving app";

/** A queue and the rights of its application, all of which move to another vhost in one run. */
const programs: [title: string, declareQueue: (vhost: string) => void][] = [
  ["a single queue", (vhost) => void new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" })],
  [
    "a topology's queue",
    (vhost) => void new rabbitmq.Topology("t", { vhost, queues: { orders: { type: "classic" } } }),
  ],
];

test.each(someOf(programs))("the rights stay as long as %s with a message cannot leave", async (_, declareQueue) => {
  const removals = [await makeVHost(newest, before), await makeVHost(newest, after)];
  const program = (vhost: string) => async () => {
    declareQueue(vhost);
    const app = new rabbitmq.User("app", { name: user, password: "s3cret of app" });
    new rabbitmq.Permissions("app", { vhost, user: app, read: "^orders$", write: "^amq\\.default$" });
  };
  const stack = await createStack(newest, program(before));
  await stack.up();
  const admin = await connect(newest, before);
  await admin.send("orders");
  await admin.close();

  stack.workspace.program = program(after);
  const error: Error = await stack.up().then(
    () => expect("up").toBe("refused"),
    (thrown) => thrown,
  );
  expect(error.message.replace(/\s+/g, " ")).toContain(
    `permissions of user "${user}" in vhost "${before}": not deleted yet, since applications need it to drain the queue "orders" in vhost "${before}": not deleted: it holds 1 message`,
  );
  const app = await connect({ ...newest, amqpUrl: withLogin(newest.amqpUrl) }, before);
  // The leftover entries are known to the next run, which has no old inputs of them.
  await expect(stack.up()).rejects.toThrow("not deleted yet");
  expect(await app.channel.get("orders", { noAck: true })).toMatchObject({ fields: { messageCount: 0 } });
  await app.close();

  await stack.up();
  const rights = (await api(newest, "GET", `users/${encodeURIComponent(user)}/permissions`)).body;
  expect(rights).toEqual([expect.objectContaining({ vhost: after })]);
  expect((await api(newest, "GET", `queues/${before}`)).body).toEqual([]);
  await stack.destroy();
  for (const removeVHost of removals) await removeVHost();
});

function withLogin(amqpUrl: string): string {
  const url = new URL(amqpUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent("s3cret of app");
  return url.href.replace(/\/$/, "");
}
