import { isTerraformState, objectsOfTerraform } from "../../provider/sources/terraform";
import { unknownValue } from "../../provider/unknown";
import { requests, send } from "./fixtures/rabbit-hole";
import { terraformState } from "./fixtures/terraform";
import { allSame, asOnBroker, ignoredBy, onEachBroker } from "./on-broker";

const [vhost, user] = ["sources-terraform", "sources-terraform app"];

onEachBroker(vhost, [user], (broker) => {
  test("what Terraform declared is what its state becomes", async () => {
    await send(broker, requests(vhost, user));
    const found = objectsOfTerraform(terraformState(vhost, user));
    expect(found.left).toEqual([]);
    expect(found.objects).toHaveLength(requests(vhost, user).length - 2); // the limits are the vhost's
    expect(await asOnBroker(broker, found)).toEqual({ ...allSame(found), ...ignoredBy(broker, vhost) });
  });
});

const state = (...resources: object[]) => terraformState(vhost, user, resources as never);
const one = (type: string, attributes: object, more: object = {}, instance: object = {}) =>
  state({ mode: "managed", type, name: "it", instances: [{ attributes, ...instance }], ...more });

test("the name in the program has the modules, the resource's name and its key", () => {
  const { objects } = objectsOfTerraform(terraformState(vhost, user));
  const names = objects.map(({ kind, logicalName }) => `${kind} ${logicalName}`);
  expect(names).toEqual([
    "VHost shop",
    "User app",
    "Permissions app",
    "TopicPermissions app-amq.topic",
    "TopicPermissions app-orders",
    "Exchange unrouted",
    "Exchange orders",
    "Exchange transient",
    "Queue shop-eu-queues-queues-paid",
    "Queue shop-eu-queues-queues-retry",
    "Queue plain-0",
    "Binding paid",
    "Binding unrouted",
    "Binding shop_text",
    "Binding shop_number",
    "Policy limit",
    "OperatorPolicy ceiling",
    "FederationUpstream east",
    "Shovel archive",
    "Shovel once",
    "Shovel far",
  ]);
});

test.each([
  [
    "rabbitmq_user",
    { name: "app", password: "pw", tags: null, max_connections: "10", max_channels: "" },
    { name: "app", password: "pw", maxConnections: 10 },
  ],
  ["rabbitmq_vhost", { name: "v", description: "", tracing: true, max_queues: "" }, { name: "v", tracing: true }],
  [
    "rabbitmq_exchange",
    {
      ...{ name: "x", vhost: "v" },
      settings: [{ type: "direct", durable: true, internal: true, alternate_exchange: "y", arguments: null }],
    },
    {
      ...{ name: "x", vhost: "v", type: "direct", durable: true, autoDelete: false, internal: true },
      alternateExchange: "y",
    },
  ],
  [
    "rabbitmq_exchange_delayed_message",
    {
      ...{ name: "x", vhost: "/", type: "x-delayed-message", durable: true, auto_delete: false, internal: false },
      ...{ alternate_exchange: "y", delayed_type: "topic" },
      argument: [
        { key: "n", value: "1", type: "numeric" },
        { key: "f", value: "false", type: "boolean" },
        { key: "s", value: "1", type: "string" },
      ],
    },
    {
      ...{ name: "x", vhost: "/", type: "x-delayed-message", durable: true, autoDelete: false, internal: false },
      ...{ alternateExchange: "y", arguments: { n: 1, f: false, s: "1", "x-delayed-type": "topic" } },
    },
  ],
  [
    "rabbitmq_queue",
    { name: "q", settings: [{ durable: false, auto_delete: true, arguments: {}, arguments_json: null }] },
    { name: "q", vhost: "/", durable: false, autoDelete: true },
  ],
  [
    "rabbitmq_policy",
    {
      ...{ name: "p", vhost: "v" },
      policy: [
        {
          ...{ pattern: ".*", apply_to: "all", priority: 0 },
          definition: {
            ...{ "ha-mode": "nodes", "ha-params": "a@x,b@x", huge: "9007199254740993", text: "99999999999999999999" },
            ...{ signed: "+07", fraction: "1.5" },
          },
        },
      ],
    },
    {
      ...{ name: "p", vhost: "v", pattern: ".*", applyTo: "all", priority: 0 },
      definition: {
        ...{ "ha-mode": "nodes", "ha-params": ["a@x", "b@x"], huge: { $integer: "9007199254740993" } },
        ...{ text: "99999999999999999999", signed: 7, fraction: "1.5" },
      },
    },
  ],
])("%s %j", (type, attributes, args) => {
  const { objects, left } = objectsOfTerraform(one(type, attributes));
  expect(left).toEqual([]);
  expect(objects.map((each) => each.args)).toEqual([args]);
});

test("a password that is write-only is asked for", () => {
  const { objects, left } = objectsOfTerraform(one("rabbitmq_user", { name: "app", password: null }));
  expect(objects).toHaveLength(1);
  expect(left).toEqual([
    { what: 'password of user "app"', reason: "not in the state: it is write-only, or was imported" },
  ]);
});

test("what no object can stand for is listed", () => {
  const { objects, left } = objectsOfTerraform(
    state(
      {
        mode: "managed",
        type: "rabbitmq_stream_filter",
        name: "s",
        module: "module.m[0]",
        instances: [{ attributes: {}, index_key: "k" }],
      },
      {
        mode: "managed",
        type: "rabbitmq_queue",
        name: "q",
        instances: [{ attributes: { name: "q" }, deposed: "1a2b" }],
      },
      {
        ...{ mode: "managed", type: "rabbitmq_queue", name: "r" },
        instances: [{ attributes: { name: "r", settings: [{ arguments_json: "{" }] }, index_key: 1 }],
      },
    ),
  );
  expect(objects).toEqual([]);
  expect(left).toEqual([
    {
      what: 'module.m[0].rabbitmq_stream_filter.s["k"]',
      reason: "no kind of this library is a rabbitmq_stream_filter",
    },
    { what: "rabbitmq_queue.q", reason: "an earlier object that Terraform still has to delete" },
    { what: "rabbitmq_queue.r[1]", reason: "its arguments_json is not JSON" },
  ]);
});

test("a state of another format is refused", () => {
  const old = { version: 3, terraform_version: "0.11.14", modules: [] };
  expect(isTerraformState(old)).toBe(true);
  expect(() => objectsOfTerraform(old)).toThrow(
    "has version 3 of Terraform's format, and only 4 is known: `terraform state pull` of Terraform 0.12 or later writes it",
  );
  expect(isTerraformState(terraformState(vhost, user))).toBe(true);
  expect(isTerraformState({ version: 3, deployment: {} })).toBe(false);
  expect(isTerraformState(null)).toBe(false);
});

describe("resources of two providers", () => {
  const provider = 'provider["registry.terraform.io/cyrilgdn/rabbitmq"]';
  const queue = (name: string, of: string) => {
    const attributes = { name, vhost: "/", settings: [{ durable: true }] };
    return { mode: "managed", type: "rabbitmq_queue", name, provider: of, instances: [{ attributes }] };
  };
  const both = state(queue("a", provider), queue("b", `module.us.${provider}.second`));

  test("are refused, unless one is chosen: they may be of two brokers", () => {
    expect(() => objectsOfTerraform(both)).toThrow(
      "has objects of 2 brokers: default, module.us.second. Choose one with --broker",
    );
    expect(objectsOfTerraform(both, ["default"]).objects.map(({ args }) => args["name"])).toEqual(["a"]);
  });
});

test.each([
  [{ resources: [null] }, "is damaged: resources.0: "],
  [{ resources: [{ name: "a" }] }, "is damaged: resources.0.type: "],
  [{ resources: [{ type: "rabbitmq_queue", name: "a", instances: {} }] }, "is damaged: resources.0.instances: "],
])("a damaged state %j is refused with the place", (damaged, reason) => {
  expect(() => objectsOfTerraform({ ...(state() as object), ...damaged })).toThrow(reason);
});

test("what Terraform 0.11 wrote, and what has no attributes that can be read, is listed", () => {
  const flat = one("rabbitmq_queue", {}, {}, { attributes: null, attributes_flat: { name: "q" } });
  expect(objectsOfTerraform(flat).left).toEqual([
    {
      what: "rabbitmq_queue.it",
      reason: "in the form of Terraform 0.11: `terraform apply -refresh-only` writes it anew",
    },
  ]);
});

test("a URI that the state does not have has to be filled in", () => {
  const shovel = one("rabbitmq_shovel", {
    name: "s",
    vhost: "/",
    info: [{ source_queue: "a", destination_queue: "b" }],
  });
  const { objects, left } = objectsOfTerraform(shovel);
  expect(objects[0]?.args).toMatchObject({ srcUri: unknownValue, destUri: unknownValue });
  expect(left.map(({ what }) => what)).toEqual([
    'srcUri of shovel "s" in vhost "/"',
    'destUri of shovel "s" in vhost "/"',
  ]);
});
