import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import amqplib from "amqplib";
import { contract as contractSchema } from "../../model/contract-schema";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest, testLong } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const name = "access é/%";
const at = encodeURIComponent(name);
const server = `${newest.amqpUrl.replace(/\/\/.*@/, "//")}?heartbeat=30`;
const stacks: Stack[] = [];
afterAll(async () => {
  for (const stack of stacks) await stack.destroy();
});

type Args = Partial<rabbitmq.AppAccessArgs>;

/** A vhost with a topic exchange and two queues, one of them of an exchange's name, and one application. */
const shop = (args: Args) => async () => {
  const vhost = new rabbitmq.VHost("shop", { name });
  const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
  const orders = new rabbitmq.Queue("orders", {
    vhost,
    name: "orders",
    type: "quorum",
    deliveryLimit: 5,
    forceDestroy: true,
  });
  new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: "order.#" });
  const { url, contract, grants, username } = new rabbitmq.AppAccess("billing", {
    vhost,
    username: "access-billing@",
    server,
    owner: "the platform team",
    publishTo: [{ exchange: events, routingKeys: ["order.*"] }],
    consumeFrom: [orders],
    ...args,
  });
  return { url, contract, grants, username };
};

async function run(program: PulumiFn): Promise<Stack> {
  const stack = await createStack(newest, program, { readsOutputs: true });
  stacks.unshift(stack);
  return stack;
}

async function up(stack: Stack, program: PulumiFn) {
  stack.workspace.program = program;
  const { outputs, summary, stdout } = await stack.up();
  const value = (key: string) => outputs[key]?.value;
  return {
    url: value("url"),
    username: value("username"),
    contract: value("contract"),
    grants: value("grants"),
    outputs,
    summary,
    stdout,
  };
}

/** Publishes with a key, and gives what the broker says. */
async function publishes(url: string, key: string): Promise<string> {
  const connection = await amqplib.connect(url);
  connection.on("error", () => {});
  try {
    const channel = await connection.createConfirmChannel();
    const refusal = new Promise<string>((resolve) =>
      channel.on("error", (error) => resolve(`refused ${(error as { code?: number }).code}`)),
    );
    channel.publish("events", key, Buffer.from("order"));
    const confirmed = channel.waitForConfirms().then(() => "ok");
    confirmed.catch(() => {});
    return await Promise.race([confirmed.catch(() => refusal), refusal]);
  } finally {
    await connection.close().catch(() => {});
  }
}

describe("an application's access", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await run(shop({}));
  });

  test("lets it log in with its URL, and do what it asked for and no more", async () => {
    const { url, contract, grants, outputs, stdout } = await up(stack, shop({}));
    expect(outputs["url"]?.secret).toBe(true);
    expect(url).toMatch(/^amqp:\/\/access-billing%40:[\w-]{43}@127\.0\.0\.1:\d+\/access%20%C3%A9%2F%25\?heartbeat=30$/);
    expect(await publishes(url, "order.new")).toBe("ok");
    expect(await publishes(url, "invoice.new")).toBe("refused 403");
    expect(grants).toMatchObject({ configure: "^$", write: "^(events)$", read: "^(orders)$" });
    expect(contractSchema.parse(contract)).toEqual(contract);
    expect(contract).toEqual({
      version: 1,
      application: "billing",
      vhost: name,
      usernames: ["access-billing@"],
      stack: "organization/test/test",
      owner: "the platform team",
      exchanges: [{ name: "events", type: "topic", durable: true }],
      queues: [
        {
          name: "orders",
          type: "quorum",
          durable: true,
          arguments: { "x-queue-type": "quorum", "x-delivery-limit": 5 },
        },
      ],
      publishTo: [{ exchange: "events", routingKeys: ["order.*"] }],
      consumeFrom: ["orders"],
      bindFrom: [],
      permissions: { configure: "^$", write: "^(events)$", read: "^(orders)$" },
    });
    expect(stdout).not.toMatch(/warning: /);
    const password = new URL(url).password;
    expect(stdout).not.toContain(password);
  });

  test("is unchanged when nothing changes, also after a refresh", async () => {
    const { changeSummary, stdout } = await stack.preview({ refresh: true });
    expect(changeSummary).toEqual({ same: 10 });
    expect(stdout).toMatch(/warning: may also purge queue "orders" \(consumeFrom\): /);
  });

  test("sets topic permissions before permissions, which would allow every key without", async () => {
    const state = await stateOf(stack);
    const of = (kind: string) => state.find(({ type }) => type.endsWith(`:${kind}`));
    expect(of("Permissions").dependencies).toContain(of("TopicPermissions").urn);
  });

  test("changes with the roles, and closes connections of the revoked when asked", async () => {
    const changed = { publishTo: ["events"], consumeFrom: [], closeConnections: true, accept: [] as [] };
    const before = await up(stack, shop({ closeConnections: true }));
    const connection = await amqplib.connect(before.url);
    const closed = new Promise((resolve) => connection.on("close", resolve));
    const { url, contract, stdout } = await up(stack, shop(changed));
    await closed;
    expect(url).toBe(before.url);
    expect(await publishes(url, "invoice.new")).toBe("ok");
    expect(contract).toMatchObject({ publishTo: [{ exchange: "events" }], consumeFrom: [], queues: [] });
    expect(stdout).not.toMatch(/warning: /);
    expect((await api(newest, "GET", `topic-permissions/${at}/access-billing%40`)).status).toBe(404);
  });

  test("rotates without a moment in which no URL works", async () => {
    const one = await up(stack, shop({}));
    const two = await up(stack, shop({ rotate: "2026-11" }));
    expect(two.username).toBe("access-billing@-2");
    expect(await publishes(two.url, "order.new")).toBe("ok");
    expect(await publishes(one.url, "order.new")).toBe("ok");
    const three = await up(stack, shop({ rotate: "2026-12" }));
    expect(three.username).toBe("access-billing@");
    expect(await publishes(three.url, "order.new")).toBe("ok");
    expect(await publishes(two.url, "order.new")).toBe("ok");
    await expect(publishes(one.url, "order.new")).rejects.toThrow(/403/);
    expect(three.contract.usernames).toEqual(["access-billing@", "access-billing@-2"]);
    await expect(up(stack, shop({}))).rejects.toThrow(/rotate cannot be removed again/);
    const ended = await up(stack, shop({ rotate: "2026-12", keepPrevious: false }));
    expect(ended.url).toBe(three.url);
    await expect(publishes(two.url, "order.new")).rejects.toThrow(/403/);
    expect(await publishes(three.url, "order.new")).toBe("ok");
    expect((await stack.preview()).changeSummary).toEqual({ same: 13 });
  });
});

testLong(
  "names alone are known too where the program declares them, and nothing else has to be known for permissions",
  async () => {
    const byName = "access by name";
    const program = (serverName: string) => async () => {
      const vhost = new rabbitmq.VHost("named", { name: byName });
      new rabbitmq.Exchange("topic", { vhost, name: "topic", type: "topic" });
      new rabbitmq.Exchange("fanout", { vhost, name: "fanout", type: "fanout" });
      new rabbitmq.Queue("queue", { vhost, name: "queue", type: "quorum" });
      const later = new rabbitmq.VHost("later", { name: serverName });
      const { contract } = new rabbitmq.AppAccess("named", {
        vhost,
        publishTo: ["topic", "fanout"].map((exchange) => ({ exchange, routingKeys: ["k"] })),
        consumeFrom: ["queue"],
        server: later.id.apply(() => server),
        owner: later.name,
      });
      return { contract };
    };
    const stack = await run(program("access later"));
    const { contract } = await up(stack, program("access later"));
    expect(contract).toMatchObject({
      owner: "access later",
      exchanges: [
        { name: "fanout", type: "fanout", durable: true },
        { name: "topic", type: "topic", durable: true },
      ],
      queues: [{ name: "queue", type: "quorum", arguments: { "x-queue-type": "quorum" } }],
    });
    const exchanges = (await stateOf(stack)).filter(({ type }) => type.endsWith(":TopicPermissions"));
    expect(exchanges.map(({ inputs }) => inputs.exchange)).toEqual(["topic"]);

    stack.workspace.program = program("access even later");
    const { changeSummary, stdout } = await stack.preview();
    expect(changeSummary).toEqual({ same: 10, replace: 1 });
    expect(stdout).toMatch(/warning: may also use every key of the fanout exchange "fanout" \(publishTo\): /);
  },
);

testLong("a given password can be rotated without a moment in which no URL works", async () => {
  const given = (args: object) => async () => {
    const { url } = new rabbitmq.AppAccess("given", { vhost: "/", username: "access-given", server, ...args });
    return { url };
  };
  const loggedIn = async (url: string) => (await amqplib.connect(url)).close();
  const stack = await run(given({ password: "one" }));
  const one = await up(stack, given({ password: "one" }));
  await loggedIn(one.url);
  await expect(up(stack, given({ password: "one", rotate: "a" }))).rejects.toThrow(/rotate needs another password too/);
  const two = await up(stack, given({ password: "two", rotate: "a" }));
  expect(two.url).toContain("access-given-2:two@");
  await loggedIn(one.url);
  await loggedIn(two.url);
  await expect(up(stack, given({ password: "two" }))).rejects.toThrow(/rotate cannot be removed again/);
});
