import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { newest } from "../support/environment";
import { createStack } from "../support/stack";

const vhost = "transformations";

/** Gives every name of an exchange or queue a prefix, as an organization may do for its environments. */
const prefix = () =>
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    /:(Exchange|Queue)$/.test(type) ? { props: { ...props, name: `dev-${props["name"]}` }, opts } : undefined,
  );

test("what a transformation changed counts: in the contract, and for an object that leaves a topology", async () => {
  const removeVHost = await makeVHost(newest, vhost);
  const stack = await createStack(
    newest,
    async () => {
      prefix();
      new rabbitmq.Topology("all", { vhost, queues: { "dev-orders": { type: "classic", messageTtl: 60_000_000 } } });
    },
    { readsOutputs: true },
  );
  await stack.up();
  const app = await connect(newest, vhost);
  await app.send("dev-orders");

  stack.workspace.program = async () => {
    prefix();
    const dependsOn = new rabbitmq.Topology("all", { vhost });
    const orders = new rabbitmq.Queue(
      "orders",
      { vhost, name: "orders", type: "classic", messageTtl: 60_000_000 },
      { dependsOn },
    );
    const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
    const access = new rabbitmq.AppAccess("transformed", {
      vhost,
      server: "amqp://broker.example",
      publishTo: [{ exchange: events, routingKeys: ["order.#"] }],
      consumeFrom: [orders],
    });
    return { contract: access.contract };
  };
  const { outputs } = await stack.up();
  expect(await app.count("dev-orders")).toBe(1);
  expect(outputs["contract"]?.value).toMatchObject({
    exchanges: [{ name: "dev-events", type: "topic", durable: true }],
    queues: [{ name: "dev-orders", type: "classic", durable: true, arguments: { "x-message-ttl": 60_000_000 } }],
  });
  expect((await api(newest, "GET", `vhosts/${vhost}/topic-permissions`)).body).toMatchObject([
    { exchange: "dev-events" },
  ]);

  await app.channel.purgeQueue("dev-orders");
  await app.close();
  await stack.destroy();
  await removeVHost();
});
