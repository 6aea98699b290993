import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest as broker } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const vhost = "protected-vhost";

afterAll(async () => {
  await api(broker, "DELETE", `vhosts/${vhost}/deletion/protection`);
  await api(broker, "DELETE", `vhosts/${vhost}`);
});

test("a destroy of a protected vhost with forceDestroy loses nothing, and the next up has all of it again", async () => {
  let deletionProtection = true;
  const stack = await createStack(broker, async () => {
    const shop = new rabbitmq.VHost("shop", { name: vhost, forceDestroy: true, deletionProtection });
    const orders = new rabbitmq.Queue("orders", { vhost: shop, name: "orders", type: "classic" });
    const events = new rabbitmq.Exchange("events", { vhost: shop, name: "events", type: "topic" });
    new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: "#" });
  });
  await stack.up();
  const message = { properties: { delivery_mode: 2 }, routing_key: "a", payload: "kept", payload_encoding: "string" };
  expect(await api(broker, "POST", `exchanges/${vhost}/events/publish`, message)).toMatchObject({
    body: { routed: true },
  });

  await expect(stack.destroy()).rejects.toThrow(
    /vhost "protected-vhost": not deleted: it is protected from deletion, also with forceDestroy\. Set deletionProtection: false/,
  );
  await stack.up();
  expect((await stateOf(stack)).map(({ type }) => type.replace(/.*:/, "")).sort()).toEqual([
    "Binding",
    "Exchange",
    "Queue",
    "VHost",
  ]);
  const got = await api(broker, "POST", `queues/${vhost}/orders/get`, {
    count: 5,
    ackmode: "ack_requeue_true",
    encoding: "auto",
  });
  expect(got.body).toMatchObject([{ payload: "kept" }]);

  deletionProtection = false;
  await stack.up();
  await stack.destroy();
  expect((await api(broker, "GET", `vhosts/${vhost}`)).status).toBe(404);
});
