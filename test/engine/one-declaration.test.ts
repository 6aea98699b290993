import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { connect } from "../support/amqp";
import { newest, someOf, testLong } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const name = "one-declaration";
const users = [`${name} a`, `${name} b`];

/** What `pulumi up` prints when it fails, with the lines of the engine's display joined. */
async function failureOf(stack: Stack, program: () => void, verb: "preview" | "up" = "preview"): Promise<string> {
  stack.workspace.program = async () => program();
  const error: Error = await stack[verb]().then(
    () => expect(verb).toBe("an error"),
    (thrown) => thrown,
  );
  return error.message.replace(/\s+/g, " ");
}

async function up(stack: Stack, program: () => void) {
  stack.workspace.program = async () => program();
  return stack.up();
}

const queues = async () =>
  ((await api(newest, "GET", `queues/${name}?disable_stats=true`)).body as { name: string; type: string }[]).map(
    ({ name, type }) => `${name} ${type}`,
  );

describe("one object", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await createStack(newest);
  });
  afterAll(async () => {
    await stack.destroy();
    await api(newest, "DELETE", `vhosts/${name}`);
    for (const user of users) await api(newest, "DELETE", `users/${encodeURIComponent(user)}`);
  });

  const first = () => {
    const vhost = new rabbitmq.VHost("vhost", { name });
    new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" });
    new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
    return vhost;
  };

  test("in two resources is an error of the preview that names both, and nothing happens to it", async () => {
    await up(stack, first);
    const message = await failureOf(stack, () => {
      const vhost = first();
      new rabbitmq.Queue("invoices", { vhost, name: "orders", type: "quorum" });
    });
    expect(message).toContain(
      `queue "orders" in vhost "${name}" is declared twice, by Queue "invoices" and by Queue "orders": RabbitMQ has one such object, so declare it in one place`,
    );
    expect(await queues()).toEqual(["orders classic"]);
  });

  const duplicates: [string, () => void, string][] = [
    [
      "equal in two resources",
      () => void new rabbitmq.Exchange("again", { vhost: name, name: "events", type: "topic" }),
      `exchange "events" in vhost "${name}" is declared twice, by Exchange "again" and by Exchange "events"`,
    ],
    [
      "in a component and outside it",
      () => {
        const parent = new pulumi.ComponentResource("example:Shop", "shop");
        new rabbitmq.Queue("orders", { vhost: name, name: "orders", type: "classic" }, { parent });
      },
      `is declared twice, by Queue "orders" and by Queue "orders" in example:Shop "shop"`,
    ],
    [
      "in a topology and a resource",
      () => void new rabbitmq.Topology("all", { vhost: name, queues: { orders: { type: "classic" } } }),
      `queue "orders" in vhost "${name}" is declared twice, by Queue "orders" and by Topology "all"`,
    ],
    [
      "in two topologies",
      () => {
        new rabbitmq.Topology("one", { vhost: name, queues: { shared: {} } });
        new rabbitmq.Topology("two", { vhost: name, queues: { shared: {} } });
      },
      `queue "shared" in vhost "${name}" is declared twice, by Topology "`,
    ],
    [
      "a user, in an AppAccess and a resource",
      () => {
        new rabbitmq.AppAccess("app", { vhost: name, username: users[0] as string });
        new rabbitmq.User("user", { name: users[0] as string });
      },
      `user "${users[0]}" is declared twice, by User "`,
    ],
    [
      "a permission, in an AppAccess and a resource",
      () => {
        new rabbitmq.AppAccess("app", { vhost: name, username: users[0] as string });
        new rabbitmq.Permissions("rights", { vhost: name, user: users[0] as string, read: ".*" });
      },
      `permissions of user "${users[0]}" in vhost "${name}" is declared twice, by Permissions "`,
    ],
    [
      "limits, of a vhost and beside it",
      () => {
        new rabbitmq.VHost("limited", { name: `${name} limited`, maxQueues: 5 });
        new rabbitmq.VHostLimits("limits", { vhost: `${name} limited`, maxConnections: 5 });
      },
      `limits of vhost "${name} limited" is declared twice, by VHost "limited" and by VHostLimits "limits"`,
    ],
    [
      "limits, of a user and beside it",
      () => {
        new rabbitmq.User("limited", { name: users[0] as string, maxConnections: 5 });
        new rabbitmq.UserLimits("limits", { user: users[0] as string, maxChannels: 5 });
      },
      `limits of user "${users[0]}" is declared twice, by User "limited" and by UserLimits "limits"`,
    ],
    ...(["Policy", "Permissions", "User"] as const).map((kind): [string, () => void, string] => [
      `a ${kind} on a first run, with other values`,
      () => {
        const make = (resource: string, value: number) => {
          const definition = { "max-length": value };
          const args = { vhost: name, name: "p", pattern: "", definition };
          if (kind === "Policy") new rabbitmq.Policy(resource, args);
          if (kind === "User") new rabbitmq.User(resource, { name: users[1] as string, tags: [`tag${value}`] });
          if (kind === "Permissions")
            new rabbitmq.Permissions(resource, { vhost: name, user: "guest", read: `${value}` });
        };
        make("one", 1);
        make("two", 2);
      },
      `is declared twice, by ${kind} "`,
    ]),
  ];

  test.each(someOf(duplicates))("%s", async (_, more, expected) => {
    const message = await failureOf(stack, () => {
      first();
      more();
    });
    expect(message).toContain(expected);
  });

  test("under names that are outputs is refused before the later resource touches it", async () => {
    const message = await failureOf(
      stack,
      () => {
        const vhost = first();
        // Known once the vhost exists, which is in the update alone.
        const late = new rabbitmq.VHost("late", { name: `${name} late` }).id.apply(() => "orders");
        new rabbitmq.Queue("invoices", { vhost, name: late, type: "quorum" });
      },
      "up",
    );
    expect(message).toContain('is declared twice, by Queue "invoices" and by Queue "orders"');
    expect(await queues()).toEqual(["orders classic"]);
    await up(stack, first);
  });

  testLong("may be replaced, which the engine checks twice", async () => {
    const { summary } = await up(stack, () => {
      const vhost = new rabbitmq.VHost("vhost", { name });
      new rabbitmq.Queue("orders", { vhost, name: "orders", type: "quorum" });
      new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
    });
    expect(summary.resourceChanges).toMatchObject({ replace: 1 });
    expect(await queues()).toEqual(["orders quorum"]);
    await up(stack, first);
  });

  test("that another client made is never taken for the resource's own because another resource had declared it", async () => {
    await up(stack, () => {
      const vhost = first();
      new rabbitmq.Queue("invoices", { vhost, name: "invoices", type: "classic" });
    });
    // The one resource gives the name up, the other takes it in the same run.
    const message = await failureOf(
      stack,
      () => {
        const vhost = new rabbitmq.VHost("vhost", { name });
        new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
        new rabbitmq.Queue("orders", { vhost, name: "other", type: "classic" });
        new rabbitmq.Queue("invoices", { vhost, name: "orders", type: "quorum" });
      },
      "up",
    );
    expect(message).toContain('queue "orders"');
    expect(await queues()).toContain("orders classic");
    await up(stack, first);
  });
});

describe("the option deleteBeforeReplace", () => {
  test.each([
    ["of the program", { deleteBeforeReplace: true }, () => {}],
    [
      "of a transformation",
      {},
      () => {
        const set: pulumi.ResourceTransformation = ({ props, opts }) => ({
          props,
          opts: { ...opts, deleteBeforeReplace: true },
        });
        pulumi.runtime.registerStackTransformation(set);
      },
    ],
  ])("%s is left to the provider: a refused replacement loses no binding", async (_, options, begin) => {
    const stack = await createStack(newest);
    const vhostName = `${name}-replace`;
    const program = (messageTtl: number) => () => {
      begin();
      const vhost = new rabbitmq.VHost("vhost", { name: vhostName });
      const source = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
      const args = { vhost, name: "orders", type: "classic", messageTtl } as const;
      const destination = new rabbitmq.Queue("orders", args, options);
      new rabbitmq.Binding("orders", { source, destination, routingKey: "#" });
    };
    await up(stack, program(60_000_000));
    // In two full runs the list lacked the binding after the refusal. A binding that is lost does not come back in 5 s.
    const bindings = async () => {
      const read = async () => (await api(newest, "GET", `queues/${vhostName}/orders/bindings`)).body as object[];
      for (let waited = 0; waited < 10 && (await read()).length < 2; waited++) await sleep(500);
      return read();
    };
    expect(await bindings()).toHaveLength(2);
    const app = await connect(newest, vhostName);
    await app.send("orders");
    const message = await failureOf(stack, program(70_000_000), "up");
    expect(message).toContain("it holds 1 message");
    expect(await bindings()).toHaveLength(2);
    await app.channel.purgeQueue("orders");
    await app.close();
    await stack.destroy();
  });
});

describe("a vhost of forceDestroy that Pulumi retains", () => {
  testLong("stays, and what it holds is deleted one by one", async () => {
    const stack = await createStack(newest);
    const vhostName = `${name}-retained`;
    await up(stack, () => {
      const vhost = new rabbitmq.VHost("vhost", { name: vhostName, forceDestroy: true }, { retainOnDelete: true });
      new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" });
    });
    await stack.destroy();
    expect(await stateOf(stack)).toEqual([]);
    expect((await api(newest, "GET", `vhosts/${vhostName}`)).status).toBe(200);
    expect((await api(newest, "GET", `queues/${vhostName}`)).body).toEqual([]);
    await api(newest, "DELETE", `vhosts/${vhostName}`);
  });
});

describe("a user that changes the login of the run itself", () => {
  test("is named where the run cannot log in any more", async () => {
    const own = `${name} operator`;
    await api(newest, "PUT", `users/${encodeURIComponent(own)}`, { password: "before", tags: "administrator" });
    const stack = await createStack({ ...newest, username: own, password: "before" });
    const message = await failureOf(
      stack,
      () => {
        const user = new rabbitmq.User(
          "operator",
          { name: own, password: "after" },
          { import: encodeURIComponent(own) },
        );
        new rabbitmq.VHost("later", { name: `${name}-later` }, { dependsOn: user });
      },
      "up",
    );
    expect(message).toContain(
      `user "${own}" can no longer log in, since this run changed that very user: set rabbitmq:password to its new password`,
    );
    await api(newest, "DELETE", `users/${encodeURIComponent(own)}`);
  });
});
