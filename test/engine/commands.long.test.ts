import type { CustomResourceOptions } from "@pulumi/pulumi";
import { Stack } from "@pulumi/pulumi/automation";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { newest as broker } from "../support/environment";
import { createStack, pulumi, stateOf } from "../support/stack";

// What docs/pulumi-commands.md says of Pulumi's commands and options. The tests share one stack, and run in this order.

const vhostName = "commands";
const topologyVHost = "commands-topology";
const replacedVHost = "commands-replaced";
const user = "commands-billing";

interface Shape {
  /** The keys of the two bindings. */
  readonly key?: string;
  /** The key that the application may publish with. */
  readonly invoices?: string;
  /** The name of a resource in the program; the exchange is named the same on the broker. */
  readonly extra?: string;
  readonly withAudit?: boolean;
  readonly access?: string;
  readonly accessOptions?: CustomResourceOptions;
}

/** Single resources and an AppAccess in one vhost, and a Topology in another. */
const program = (shape: Shape) => async () => {
  const { key = "order.#", invoices = "invoice.#", extra = "extra", withAudit = true } = shape;
  const vhost = new rabbitmq.VHost("vhost", { name: vhostName });
  const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
  new rabbitmq.Exchange(extra, { vhost, name: "extra", type: "fanout" });
  const orders = new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" });
  if (withAudit) new rabbitmq.Queue("audit", { vhost: vhostName, name: "audit", type: "classic" });
  new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: key });
  const second = new rabbitmq.VHost("topology", { name: topologyVHost });
  new rabbitmq.Topology("topology", {
    vhost: second,
    exchanges: { events: { type: "topic" } },
    queues: { orders: { type: "classic" } },
    bindings: [{ source: "events", destination: "orders", routingKey: key }],
  });
  const { contract } = new rabbitmq.AppAccess(
    shape.access ?? "billing",
    {
      vhost,
      username: user,
      publishTo: [{ exchange: events, routingKeys: [invoices] }],
      consumeFrom: [orders],
      accept: ["purge"],
    },
    shape.accessOptions,
  );
  return { contract };
};

const urn = (kind: string, name: string, within = "") =>
  `urn:pulumi:test::test::${within}pulumi-nodejs:dynamic/rabbitmq:${kind}::${name}`;
const inAccess = (kind: string, name: string) => urn(kind, name, "rabbitmq:index:AppAccess$");

let stack: Stack;
let other: Stack;

beforeAll(async () => {
  for (const vhost of [vhostName, topologyVHost, replacedVHost]) await api(broker, "DELETE", `vhosts/${vhost}`);
  stack = await createStack(broker);
  other = await createStack(broker, undefined, { stackName: "other", beside: stack });
  await up();
});
afterAll(async () => {
  for (const vhost of [vhostName, topologyVHost, replacedVHost]) await api(broker, "DELETE", `vhosts/${vhost}`);
  await api(broker, "DELETE", `users/${user}`);
});

const up = (shape: Shape = {}, options: Parameters<Stack["up"]>[0] = {}) =>
  stack.up({ ...options, program: program(shape) });
const preview = async (shape: Shape = {}, options: Parameters<Stack["preview"]>[0] = {}) =>
  (await stack.preview({ ...options, program: program(shape) })).changeSummary;

const keysIn = async (vhost: string): Promise<string[]> =>
  (await api(broker, "GET", `bindings/${vhost}/e/events/q/orders`)).body.map(
    ({ routing_key }: { routing_key: string }) => routing_key,
  );
const mayPublish = async (): Promise<string> =>
  (await api(broker, "GET", `topic-permissions/${vhostName}/${user}`)).body?.[0]?.write;
const exists = async (path: string) => (await api(broker, "GET", path)).status === 200;
const entries = async (kind: string, of = stack): Promise<string[]> =>
  (await stateOf(of))
    .filter(({ type }) => type.endsWith(`:${kind}`))
    .map((resource) => resource.urn.split("::").at(-1))
    .sort();
/** The stack's output, as an application's pipeline reads it. */
const contract = async () => {
  const { deployment } = await stack.exportStack();
  // biome-ignore lint/suspicious/noExplicitAny: the state's JSON
  return (deployment.resources as any[]).find(({ type }) => type === "pulumi:pulumi:Stack").outputs.contract;
};

test("up --target changes what it names only, and the contract is ahead of the permissions", async () => {
  await up({ key: "paid.#", invoices: "credit.#" }, { target: [urn("Binding", "orders")] });
  expect(await keysIn(vhostName)).toEqual(["paid.#"]);
  expect(await keysIn(topologyVHost)).toEqual(["order.#"]);
  expect(await mayPublish()).toBe("^(invoice(\\..*)?)$");
  expect(await contract()).toMatchObject({ publishTo: [{ exchange: "events", routingKeys: ["credit.#"] }] });
});

test("up --exclude does everything else, and excludes no child of an AppAccess that it names", async () => {
  const exclude = [urn("Topology", "topology"), "urn:pulumi:test::test::rabbitmq:index:AppAccess::billing"];
  await up({ key: "paid.#", invoices: "credit.#" }, { exclude });
  expect(await keysIn(topologyVHost)).toEqual(["order.#"]);
  expect(await mayPublish()).toBe("^(credit(\\..*)?)$");
});

test("up --replace leaves an object as it is that is as declared, and makes a new password", async () => {
  const app = await connect(broker, vhostName);
  await app.send("orders");
  const hash = async () => (await api(broker, "GET", `users/${user}`)).body.password_hash;
  const before = await hash();
  await up({}, { replace: [urn("Queue", "orders"), urn("Topology", "topology"), inAccess("Credentials", "billing")] });
  expect(await app.count("orders")).toBe(1);
  expect(await keysIn(topologyVHost)).toEqual(["order.#"]);
  expect(await hash()).not.toBe(before);
  await app.close();
});

test("up --replace of a topology with a changed object is refused, and goes on without --replace", async () => {
  const shape = (type: string, added = {}) => ({
    program: async () => {
      const vhost = new rabbitmq.VHost("vhost", { name: replacedVHost });
      new rabbitmq.Topology("topology", { vhost, exchanges: { events: { type }, ...added } });
    },
  });
  const fanout = { added: { type: "fanout" } };
  const typeOnBroker = async () => (await api(broker, "GET", `exchanges/${replacedVHost}/events`)).body.type;
  const replace = [urn("Topology", "topology").replace("test", "other")];
  await other.up(shape("topic"));
  await expect(other.up({ ...shape("direct"), replace })).rejects.toThrow(
    /exists already, with other properties: type: wanted "direct".* run it without --replace/,
  );
  expect(await entries("Topology", other)).toEqual(["topology"]);
  await other.up(shape("direct"));
  expect(await typeOnBroker()).toBe("direct");

  // With a new object too, a second entry of the state contains that one only.
  await expect(other.up({ ...shape("topic", fanout), replace })).rejects.toThrow(/wanted "topic"/);
  expect(await entries("Topology", other)).toEqual(["topology", "topology"]);
  await expect(other.up({ ...shape("topic", fanout), refresh: true })).rejects.toThrow(/wanted "topic"/);
  await other.up(shape("direct", fanout));
  expect(await entries("Topology", other)).toEqual(["topology"]);
  await other.up(shape("topic", fanout));
  expect(await typeOnBroker()).toBe("topic");
  await other.destroy();
});

test("destroy --target of an exchange with another client's binding is refused, after its own bindings are deleted", async () => {
  const theirs = `bindings/${vhostName}/e/events/q/audit`;
  await api(broker, "POST", theirs, { routing_key: "theirs", arguments: {} });
  await expect(stack.destroy({ target: [urn("Exchange", "events")], targetDependents: true })).rejects.toThrow(
    /exchange "events" in vhost "commands": not deleted: other stacks or applications still use it: the binding of queue "audit"/,
  );
  expect(await keysIn(vhostName)).toEqual([]);
  await api(broker, "DELETE", `${theirs}/theirs`);
  await up();
  expect(await keysIn(vhostName)).toEqual(["order.#"]);
});

test("destroy --target of a queue with a message deletes its bindings and the permissions before it refuses", async () => {
  await expect(stack.destroy({ target: [urn("Queue", "orders")], targetDependents: true })).rejects.toThrow(
    /queue "orders" in vhost "commands": not deleted: it holds 1 message/,
  );
  expect(await keysIn(vhostName)).toEqual([]);
  expect(await exists(`permissions/${vhostName}/${user}`)).toBe(false);
  await api(broker, "DELETE", `queues/${vhostName}/orders/contents`);
  await up();
  expect(await keysIn(vhostName)).toEqual(["order.#"]);
});

test("refresh writes what is gone or changed to the state only, and the next up puts it right", async () => {
  await api(broker, "DELETE", `queues/${vhostName}/audit`);
  await api(broker, "DELETE", `queues/${topologyVHost}/orders`);
  await api(broker, "PUT", `permissions/${vhostName}/${user}`, { configure: ".*", write: ".*", read: ".*" });
  expect(await preview()).toEqual({ same: 14 });
  await expect(up({}, { replace: [inAccess("Permissions", "billing")] })).rejects.toThrow(
    /permissions of user "commands-billing" in vhost "commands": exists already, with other properties: configure/,
  );
  await stack.refresh({ target: [urn("Queue", "audit")] });
  expect(await entries("Queue")).toEqual(["orders"]);
  expect(await exists(`queues/${vhostName}/audit`)).toBe(false);
  await up({}, { refresh: true });
  expect(await exists(`queues/${vhostName}/audit`)).toBe(true);
  expect(await keysIn(topologyVHost)).toEqual(["order.#"]);
  expect((await api(broker, "GET", `permissions/${vhostName}/${user}`)).body).toMatchObject({ configure: "^$" });
});

test("destroy --target of a vhost is refused by Pulumi, and with --target-dependents deletes what is in it first", async () => {
  const target = [urn("VHost", "topology")];
  await expect(stack.destroy({ target })).rejects.toThrow(
    /Topology::topology' will be destroyed but was not specified/,
  );
  expect(await keysIn(topologyVHost)).toEqual(["order.#"]);
  await stack.destroy({ target, targetDependents: true });
  expect(await exists(`vhosts/${topologyVHost}`)).toBe(false);
  expect(await entries("Topology")).toEqual([]);
  expect(await exists(`queues/${vhostName}/orders`)).toBe(true);
});

test("up --target or --exclude leaves an object that the program declares under another name", async () => {
  const keeps = /exchange "extra" in vhost "commands": not deleted, since Exchange "renamed" declares it/;
  expect((await up({ extra: "renamed" }, { target: [urn("Exchange", "extra")] })).stdout).toMatch(keeps);
  expect(await entries("Exchange")).toEqual(["events"]);
  await up();
  expect((await up({ extra: "renamed" }, { exclude: [urn("Exchange", "renamed")] })).stdout).toMatch(keeps);
  expect(await exists(`exchanges/${vhostName}/extra`)).toBe(true);
  await up();
});

test("destroy --target of an old entry deletes the object that another entry refers to", async () => {
  await up({ extra: "renamed" }, { target: [urn("Exchange", "renamed")] });
  expect(await entries("Exchange")).toEqual(["events", "extra", "renamed"]);
  await stack.destroy({ target: [urn("Exchange", "extra")] });
  expect(await exists(`exchanges/${vhostName}/extra`)).toBe(false);
  expect(await entries("Exchange")).toEqual(["events", "renamed"]);
  await up({ extra: "renamed" }, { refresh: true });
  expect(await exists(`exchanges/${vhostName}/extra`)).toBe(true);
});

test("state rename renames one resource, and of an AppAccess the component alone; the option aliases renames all of it", async () => {
  const component = (name: string) => `urn:pulumi:test::test::rabbitmq:index:AppAccess::${name}`;
  await pulumi(stack, "state", "rename", urn("Exchange", "renamed"), "extra", "--yes", "--stack", "test");
  await pulumi(stack, "state", "rename", component("billing"), "invoicing", "--yes", "--stack", "test");
  await expect(up({ access: "invoicing" })).rejects.toThrow(
    /user "commands-billing": exists already.* password: differs/,
  );
  expect(await mayPublish()).toBe("^(invoice(\\..*)?)$");
  await pulumi(stack, "state", "rename", component("invoicing"), "billing", "--yes", "--stack", "test");
  // Deleted are the credentials that the refused update made.
  expect((await up()).summary.resourceChanges).toEqual({ same: 14, delete: 1 });
  const accessOptions = { aliases: [{ name: "billing" }] };
  expect(await preview({ access: "invoicing", accessOptions })).toEqual({ same: 14 });
});

test("state move hands an object over: the old stack forgets it, the new one may delete it", async () => {
  const audit = async () => void new rabbitmq.Queue("audit", { vhost: vhostName, name: "audit", type: "classic" });
  await pulumi(stack, "state", "move", "--yes", "--source", "test", "--dest", "other", urn("Queue", "audit"));
  expect(await preview({ withAudit: false })).toEqual({ same: 13 });
  expect((await other.up({ program: audit })).summary.resourceChanges).toEqual({ same: 2 });
  // Both declare it now.
  await up();
  expect(await entries("Queue")).toEqual(["audit", "orders"]);
  await other.destroy();
  expect(await exists(`queues/${vhostName}/audit`)).toBe(false);
  expect(await preview({}, { refresh: true })).toEqual({ same: 13, create: 1 });
});

test("two stacks that create one vhost at the same time both succeed, and neither deletes it from the other", async () => {
  const target = [urn("VHost", "topology")];
  await stack.destroy({ target, targetDependents: true });
  const shared = async () => {
    const vhost = new rabbitmq.VHost("vhost", { name: topologyVHost });
    new rabbitmq.Queue("own", { vhost, name: "own", type: "classic" });
  };
  await Promise.all([up({}, { refresh: true }), other.up({ program: shared })]);
  expect([await entries("VHost"), await entries("VHost", other)]).toEqual([["topology", "vhost"], ["vhost"]]);
  await expect(stack.destroy({ target, targetDependents: true })).rejects.toThrow(
    /vhost "commands-topology": not deleted: it still holds queue "own"/,
  );
  expect(await exists(`queues/${topologyVHost}/own`)).toBe(true);
});

test("up --exclude of new topic permissions needs --exclude-dependents: alone, the permissions would allow every key", async () => {
  const name = "commands-other";
  const access = (exchanges: readonly string[]) => async () =>
    void new rabbitmq.AppAccess("other", {
      vhost: vhostName,
      username: name,
      publishTo: exchanges.map((exchange) => ({ exchange, routingKeys: ["order.#"] })),
    });
  const topics = (exchange: string) => inAccess("TopicPermissions", `other/${exchange}`).replace("test", "other");
  const without = (exchange: string) => ({ exclude: [topics(exchange)] });
  const refused = /topicPermissions: are left out of this update, .* add --exclude-dependents/;
  const writable = async () => (await api(broker, "GET", `permissions/${vhostName}/${name}`)).body.write;

  await other.up({ program: access(["amq.topic"]), ...without("amq.topic"), excludeDependents: true });
  expect(await exists(`users/${name}`)).toBe(true);
  await expect(other.up({ program: access(["amq.topic"]), ...without("amq.topic") })).rejects.toThrow(refused);
  expect(await writable()).toBeUndefined();
  await other.up({ program: access(["amq.topic"]) });
  expect(await writable()).toBe("^(amq\\.topic)$");

  const both = access(["amq.topic", "events"]);
  await expect(other.up({ program: both, ...without("events") })).rejects.toThrow(refused);
  expect(await writable()).toBe("^(amq\\.topic)$");
  expect(await entries("TopicPermissions", other)).toEqual(["other/amq.topic"]);
  // What is in the state already may be excluded.
  await other.up({ program: access(["amq.topic"]), ...without("amq.topic") });
  await api(broker, "DELETE", `users/${name}`);
});

test("stack rename changes nothing but the contract's stack", async () => {
  await up({}, { refresh: true });
  await pulumi(stack, "stack", "rename", "renamed", "--stack", "test");
  const renamed = await Stack.select("renamed", stack.workspace);
  const { changeSummary, stdout } = await renamed.preview({ program: program({}) });
  expect(changeSummary).toEqual({ same: 14 });
  expect(stdout).toContain('"organization/test/test" => "organization/test/renamed"');
});
