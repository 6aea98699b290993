import type { Fields } from "../../model/object";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const vhost = "named-hosts";

/** Bindings that give exchanges and queues by name only, and that the program declares before them. */
const program = async () => {
  const shop = new rabbitmq.VHost("vhost", { name: vhost });
  for (const destination of ["orders", "audit"])
    new rabbitmq.Binding(destination, { vhost: shop, source: "events", destination, routingKey: "#" });
  const forward = { vhost: shop, source: "events", destination: "archive", destinationType: "exchange" } as const;
  new rabbitmq.Binding("forward", forward);
  new rabbitmq.Exchange("events", { vhost: shop, name: "events", type: "topic" });
  new rabbitmq.Exchange("archive", { vhost: shop, name: "archive", type: "fanout" });
  new rabbitmq.Queue("orders", { vhost: shop, name: "orders", type: "classic" });
  new rabbitmq.Topology("rest", { vhost: shop, queues: { audit: { type: "classic" } } });
};

test("objects given by name are declared before and deleted after what names them", async () => {
  const stack = await createStack(newest, program);
  await stack.up();
  const bindings = (await api(newest, "GET", `bindings/${vhost}`)).body as Fields[];
  const own = bindings.filter(({ source }) => source === "events");
  expect(own.map(({ destination }) => destination).sort()).toEqual(["archive", "audit", "orders"]);

  const state = await stateOf(stack);
  const urnOf = (kind: string, name: string) =>
    state.find(({ urn }) => urn.endsWith(`rabbitmq:${kind}::${name}`))?.urn as string;
  const dependencies = state.find(({ urn }) => urn.endsWith("Binding::audit"))?.dependencies;
  expect(dependencies).toEqual(expect.arrayContaining([urnOf("Exchange", "events"), urnOf("Topology", "rest")]));

  await stack.destroy();
  expect(await stateOf(stack)).toEqual([]);
  expect((await api(newest, "GET", `vhosts/${vhost}`)).status).toBe(404);
});

test("an exchange that leaves the program stays as long as an application's binding from it exists", async () => {
  const stack = await createStack(newest, async () => {
    new rabbitmq.VHost("vhost", { name: vhost });
    new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
  });
  await stack.up();
  await api(newest, "PUT", `queues/${vhost}/theirs`, { durable: true });
  await api(newest, "POST", `bindings/${vhost}/e/events/q/theirs`, { routing_key: "order.#" });

  stack.workspace.program = async () => {
    new rabbitmq.VHost("vhost", { name: vhost });
  };
  await expect(stack.up()).rejects.toThrow('the binding of queue "theirs" to exchange "events" with key "order.#"');
  expect((await api(newest, "GET", `exchanges/${vhost}/events`)).status).toBe(200);
  expect((await stateOf(stack)).map(({ urn }) => urn.split("::").at(-1))).toContain("events");

  await api(newest, "DELETE", `queues/${vhost}/theirs`);
  await stack.up();
  expect((await api(newest, "GET", `exchanges/${vhost}/events`)).status).toBe(404);
  await stack.destroy();
});
