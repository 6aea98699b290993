import type { Stack } from "@pulumi/pulumi/automation";
import { objectsOfStack } from "../../provider/sources/stack-state";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { newest as broker, testLong } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const vhostName = "engine/topology";
const encoded = encodeURIComponent(vhostName);
const user = "engine-topology-app";

type Data = Omit<rabbitmq.TopologyArgs, "vhost" | "define">;

const data = {
  exchanges: { events: { type: "topic" } },
  queues: { orders: { type: "classic" }, audit: { type: "classic", maxLength: 5 } },
  bindings: [
    { source: "events", destination: "orders", routingKey: "order.#" },
    { source: "events", destination: "audit" },
  ],
  policies: { ttl: { pattern: "^audit$", applyTo: "queues", definition: { "message-ttl": 60_000 } } },
  users: { [user]: { password: "s3cret-of-topology" } },
  permissions: { [user]: { write: "^events$" } },
} satisfies Data;

describe("the engine, with a topology", () => {
  let stack: Stack;
  const program =
    (topologies: Record<string, Data>, others?: (vhost: rabbitmq.VHost) => void, vhostArgs = {}) =>
    async () => {
      const vhost = new rabbitmq.VHost("vhost", { name: vhostName, ...vhostArgs });
      for (const [name, args] of Object.entries(topologies)) new rabbitmq.Topology(name, { vhost, ...args });
      others?.(vhost);
    };
  const up = (...args: Parameters<typeof program>) => {
    stack.workspace.program = program(...args);
    return stack.up();
  };
  const preview = async (...args: Parameters<typeof program>) => {
    stack.workspace.program = program(...args);
    return stack.preview({ refresh: true, diff: true });
  };
  const changesOf = async (...args: Parameters<typeof program>) => (await preview(...args)).changeSummary;
  const get = async (path: string) => (await api(broker, "GET", path)).body;

  beforeAll(async () => {
    await api(broker, "DELETE", `vhosts/${encoded}`);
    await api(broker, "DELETE", `users/${user}`);
    stack = await createStack(broker);
    await up({ shop: data });
  });
  afterAll(async () => {
    await api(broker, "DELETE", `vhosts/${encoded}`);
    await api(broker, "DELETE", `users/${user}`);
  });

  test("nothing changes in a second run, also after a refresh, and no password is in the state", async () => {
    expect(await changesOf({ shop: data })).toEqual({ same: 3 });
    await stack.refresh();
    expect(await changesOf({ shop: data })).toEqual({ same: 3 });
    // As text with a mark, since Pulumi exports what it keeps encrypted.
    const exported = JSON.stringify(await stack.exportStack());
    expect(exported).toMatch(
      /"users":\{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","plaintext":/,
    );
    expect(exported.replaceAll(/"plaintext":"(?:[^"\\]|\\.)*"/g, "")).not.toContain("s3cret-of-topology");
  });

  test("its state is a source of all its objects, as far as the export shows them", async () => {
    const exported = JSON.stringify(await stack.exportStack());
    const { objects, left } = objectsOfStack(JSON.parse(exported).deployment);
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      ...["Binding", "Binding", "Exchange", "Permissions", "Policy", "Queue", "Queue", "User", "VHost"],
    ]);
    expect(objects).toContainEqual({ kind: "User", args: { name: user, password: "s3cret-of-topology" } });
    expect(left).toEqual([]);
    const encrypted = objectsOfStack(JSON.parse(exported.replaceAll('"plaintext":', '"ciphertext":')).deployment);
    expect(encrypted.objects.map(({ kind }) => kind)).not.toContain("User");
    expect(encrypted.left).toEqual([
      { what: 'users of Topology "shop"', reason: expect.stringMatching(/--show-secrets/) },
    ]);
  });

  test("a preview says which object changes how", async () => {
    const queues = { orders: { type: "quorum" }, more: { type: "classic" } } as const;
    const permissions = { [user]: { write: "^(events|x)$" } };
    const bindings = data.bindings.slice(0, 1);
    const { stdout, stderr, changeSummary } = await preview({ shop: { ...data, queues, bindings, permissions } });
    expect(changeSummary).toEqual({ same: 2, update: 1 });
    for (const line of [
      '+- queue "orders" (type: deleted and declared again, if nothing is lost)',
      '+ queue "more"',
      `~ permissions of user "${user}" (write)`,
      '- queue "audit"',
      '- binding of queue "audit" to exchange "events"',
    ]) {
      expect(stdout + stderr).toContain(line);
    }
  });

  test("what somebody changed or deleted is seen by preview --refresh, named by refresh, and put right", async () => {
    await api(broker, "DELETE", `queues/${encoded}/audit`);
    await api(broker, "PUT", `users/${user}`, { password: "another", tags: "" });
    expect(await changesOf({ shop: data })).toEqual({ same: 2, update: 1 });
    const { stdout } = await stack.refresh();
    for (const line of ['+ queue "audit"', `~ user "${user}" (password)`]) expect(stdout).toContain(line);
    await up({ shop: data });
    expect(await changesOf({ shop: data })).toEqual({ same: 3 });
    expect(await get(`bindings/${encoded}/e/events/q/audit`)).toHaveLength(1);
  });

  test("an update that fails half-way keeps what it did, and the next one finishes", async () => {
    const app = await connect(broker, vhostName);
    await app.send("orders");
    const changed = {
      ...data,
      exchanges: { ...data.exchanges, more: { type: "fanout" } },
      queues: { ...data.queues, orders: { type: "classic", maxLength: 9 } },
      permissions: { [user]: { write: "^(events|more)$" } },
    } satisfies Data;
    await expect(up({ shop: changed })).rejects.toThrow(/queue "orders" .*not deleted: it holds 1 message/);
    expect(await app.count("orders")).toBe(1);
    expect((await get(`exchanges/${encoded}/more`)).type).toBe("fanout");
    await app.channel.purgeQueue("orders");
    await app.close();
    await up({ shop: changed });
    expect((await get(`permissions/${encoded}/${user}`)).write).toBe("^(events|more)$");
    expect(await changesOf({ shop: changed })).toEqual({ same: 3 });
    await up({ shop: data });
  });

  describe("deletes nothing where objects move", () => {
    /** Each has a message that a delete would lose, or that would have to be refused. */
    const inSingles = (vhost: rabbitmq.VHost) => {
      const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
      const orders = new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" });
      const audit = new rabbitmq.Queue("audit", { vhost, name: "audit", type: "classic", maxLength: 5 });
      new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: "order.#" });
      new rabbitmq.Binding("audit", { source: events, destination: audit });
      const { pattern, applyTo, definition } = data.policies.ttl;
      new rabbitmq.Policy("ttl", { vhost, name: "ttl", pattern, applyTo: applyTo as "queues", definition });
      const app = new rabbitmq.User("app", { name: user, password: "s3cret-of-topology" });
      new rabbitmq.Permissions("app", { vhost, user: app, write: "^events$" });
    };
    let app: Awaited<ReturnType<typeof connect>>;
    beforeAll(async () => {
      app = await connect(broker, vhostName);
      await app.publish("events", "order.new");
    });
    afterAll(() => app.close());
    const stays = async () => {
      expect(await app.count("orders")).toBe(1);
      expect(await get(`bindings/${encoded}/e/events/q/orders`)).toHaveLength(1);
      expect((await get(`permissions/${encoded}/${user}`)).write).toBe("^events$");
      expect(await get(`policies/${encoded}`)).toHaveLength(1);
    };

    test("from a topology to resources of their own", async () => {
      await up({ shop: {} }, inSingles);
      await stays();
      expect(await changesOf({ shop: {} }, inSingles)).toEqual({ same: 11 });
    });

    test("from resources of their own to a topology", async () => {
      await up({ shop: data });
      await stays();
      expect(await changesOf({ shop: data })).toEqual({ same: 3 });
    });

    testLong("from one topology to another", async () => {
      const { queues, bindings, ...rest } = data;
      const split = { shop: rest, queues: { queues, bindings } };
      await up(split);
      await stays();
      expect(await changesOf(split)).toEqual({ same: 4 });
    });

    testLong("to a topology of another name", async () => {
      await up({ renamed: data });
      await stays();
      expect(await changesOf({ renamed: data })).toEqual({ same: 3 });
    });
  });

  test("everything goes with a vhost that may be deleted with all that is in it, messages and all", async () => {
    const { users, permissions, ...rest } = data;
    const split = { renamed: rest, users: { users, permissions } };
    await up(split, undefined, { forceDestroy: true });
    await stack.destroy();
    expect((await api(broker, "GET", `vhosts/${encoded}`)).status).toBe(404);
    expect((await api(broker, "GET", `users/${user}`)).status).toBe(404);
    expect(await stateOf(stack)).toEqual([]);
  });
});
