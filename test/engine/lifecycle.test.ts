import type { Stack } from "@pulumi/pulumi/automation";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { enoughBrokers } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const vhostName = "engine";

interface Shape {
  readonly exchangeType?: string;
  readonly routingKey?: string;
  readonly queue?: Partial<rabbitmq.QueueArgs>;
  readonly write?: string;
  readonly password?: string;
  readonly vhost?: Partial<rabbitmq.VHostArgs>;
  readonly onlyVHost?: boolean;
}

/** Every kind, in one small topology. */
function program({
  exchangeType = "topic",
  routingKey = "order.#",
  queue,
  write = "^events$",
  password = "s3cret-of-app",
  vhost: vhostArgs,
  onlyVHost,
}: Shape) {
  return async () => {
    const vhost = new rabbitmq.VHost("vhost", { name: vhostName, description: "for a test", ...vhostArgs });
    if (onlyVHost) return {};
    const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: exchangeType });
    const orders = new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic", ...queue });
    new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey });
    const app = new rabbitmq.User("app", { name: "engine-app", password });
    new rabbitmq.Permissions("app", { vhost, user: app, write });
    new rabbitmq.TopicPermissions("app", { vhost, user: app, exchange: events, write: "^order\\." });
    return {};
  };
}

describe.each(enoughBrokers)("the engine on RabbitMQ $version", (broker) => {
  let stack: Stack;
  const up = (shape: Shape = {}) => {
    stack.workspace.program = program(shape);
    return stack.up();
  };
  const changesOf = async (shape: Shape = {}, refresh = false) => {
    stack.workspace.program = program(shape);
    const { changeSummary } = await stack.preview({ refresh });
    return changeSummary;
  };
  const bindings = async () => {
    const { body } = await api(broker, "GET", `bindings/${vhostName}/e/events/q/orders`);
    return body.map((binding: { routing_key: string }) => binding.routing_key);
  };

  beforeAll(async () => {
    await api(broker, "DELETE", `vhosts/${vhostName}`);
    stack = await createStack(broker);
    await up();
  });
  afterAll(async () => {
    await api(broker, "DELETE", `vhosts/${vhostName}`);
    await api(broker, "DELETE", "users/engine-app");
  });

  test("a second up changes nothing, also after a refresh", async () => {
    expect(await changesOf({}, true)).toEqual({ same: 8 });
  });

  test("changes are made in place where the broker can, and the rest is replaced", async () => {
    const before = await stateOf(stack);
    const { summary } = await up({ write: "^(events|dlx)$", routingKey: "order.paid", queue: { messageTtl: 1_000 } });
    expect(summary.resourceChanges).toMatchObject({ update: 1, replace: 2 });
    expect(await bindings()).toEqual(["order.paid"]);
    expect(await stateOf(stack)).toHaveLength(before.length);
    expect((await up()).summary.resourceChanges).toMatchObject({ update: 1, replace: 2 });
    expect(await bindings()).toEqual(["order.#"]);
  });

  test("what somebody deleted is seen by preview --refresh, and declared again", async () => {
    await api(broker, "DELETE", `exchanges/${vhostName}/events`);
    expect(await changesOf({}, true)).toMatchObject({ create: expect.any(Number) });
    await stack.refresh();
    await up();
    expect(await bindings()).toEqual(["order.#"]);
    expect(await changesOf({}, true)).toEqual({ same: 8 });
  });

  test("what somebody changed is seen by refresh, and put right by the next up", async () => {
    await api(broker, "PUT", `permissions/${vhostName}/engine-app`, { configure: ".*", write: ".*", read: ".*" });
    await api(broker, "PUT", "users/engine-app", { password: "another", tags: "administrator" });
    await stack.refresh();
    expect((await up()).summary.resourceChanges).toMatchObject({ update: 2 });
    const { body } = await api(broker, "GET", `permissions/${vhostName}/engine-app`);
    expect(body).toMatchObject({ configure: "^$", write: "^events$", read: "^$" });
    const app = await connect(
      { ...broker, amqpUrl: broker.amqpUrl.replace(/\/\/.*@/, "//engine-app:s3cret-of-app@") },
      vhostName,
    );
    await app.close();
  });

  test("an update that would lose messages fails and changes nothing: the queue stays, bound as it was", async () => {
    const app = await connect(broker, vhostName);
    await app.publish("events", "order.new");
    await expect(up({ queue: { type: "quorum" } })).rejects.toThrow(
      /orders" in vhost "engine": not replaced for type: wanted "quorum", found "classic"; not deleted: it holds 1 message/,
    );
    expect(await bindings()).toEqual(["order.#"]);
    expect(await app.count("orders")).toBe(1);
    await app.channel.purgeQueue("orders");
    await app.close();
    expect(await changesOf({}, true)).toEqual({ same: 8 });
  });

  test("a queue that is taken out of the program is kept as long as it holds a message", async () => {
    const app = await connect(broker, vhostName);
    await app.publish("events", "order.new");
    const { message } = await up({ onlyVHost: true }).then(
      () => new Error("the queue was deleted"),
      (error: Error) => error,
    );
    const diagnostics = message.slice(message.lastIndexOf("Diagnostics:"));
    expect(diagnostics.match(/not deleted: it holds 1 message/g)).toHaveLength(1);
    expect(await app.count("orders")).toBe(1);
    await app.channel.purgeQueue("orders");
    await app.close();
    await up();
    expect(await changesOf({}, true)).toEqual({ same: 8 });
  });

  test("an empty queue is replaced without a moment in which nobody knows its bindings", async () => {
    const { summary } = await up({ queue: { type: "quorum" } });
    expect(summary.resourceChanges).toMatchObject({ replace: 1, same: 7 });
    expect(await bindings()).toEqual(["order.#"]);
    await up();
  });

  test("an update that fails half-way is finished by the next one, and deletes nothing that it declared", async () => {
    const broken = { queue: { messageTtl: 5 }, write: "^(unclosed" };
    await expect(up(broken)).rejects.toThrow(/permissions of user "engine-app"/);
    await stack.refresh();
    await up({ queue: { messageTtl: 5 } });
    expect(await changesOf({ queue: { messageTtl: 5 } }, true)).toEqual({ same: 8 });
    expect(await bindings()).toEqual(["order.#"]);
    await up();
  });

  test("a vhost goes in one request with forceDestroy, messages and all", async () => {
    await up({ vhost: { forceDestroy: true } });
    const app = await connect(broker, vhostName);
    await app.publish("events", "order.new");
    await app.close();
    await stack.destroy();
    expect((await api(broker, "GET", `vhosts/${vhostName}`)).status).toBe(404);
    expect((await api(broker, "GET", "users/engine-app")).status).toBe(404);
    expect(await stateOf(stack)).toEqual([]);
  });
});
