import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { brokers, newest, someOf, testLong } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const vhost = "options";
const other = brokers[brokers.length - 1] as typeof newest;
const cleanUp: (() => Promise<unknown>)[] = [
  () => api(newest, "DELETE", "vhosts/options-made"),
  () => api(newest, "DELETE", "users/options-user"),
  () => api(newest, "DELETE", "users/options-kept"),
];

beforeAll(async () => {
  for (const broker of new Set([newest, other])) cleanUp.push(await makeVHost(broker, vhost));
});
afterAll(async () => {
  for (const each of cleanUp) await each();
});

const run = (program: PulumiFn, options = {}): Promise<Stack> => createStack(newest, program, options);

test("the provider option leads to another broker, also of lookups, and its connection is in no resource's state", async () => {
  const program = async () => {
    const { endpoint, username, password } = other;
    const provider = new rabbitmq.Provider("other", {
      endpoint,
      username,
      password,
      timeout: 20,
      headers: { "x-team": "a" },
    });
    const there = new rabbitmq.Exchange("there", { vhost, name: "there", type: "fanout" }, { provider });
    const here = new rabbitmq.Exchange("here", { vhost, name: "here", type: "fanout" });
    const found = rabbitmq.getExchangeOutput({ vhost, name: there.name }, { provider });
    const names = rabbitmq
      .getExchangesOutput({ vhost }, { dependsOn: here })
      .apply((all) => all.map(({ name }) => name));
    const version = (await rabbitmq.getOverview({ provider })).rabbitmqVersion;
    return { found: found.type, names, version, hash: rabbitmq.getUserOutput({ name: username }).passwordHash };
  };
  const stack = await run(program, { readsOutputs: true });
  const { outputs } = await stack.up();
  expect(outputs).toMatchObject({
    found: { value: "fanout", secret: false },
    names: { value: expect.arrayContaining(["here"]), secret: false },
    version: { value: other.version },
    hash: { secret: true },
  });
  expect(outputs["names"]?.value).not.toContain("there");
  expect((await api(other, "GET", `exchanges/${vhost}/there`)).status).toBe(200);
  expect((await api(newest, "GET", `exchanges/${vhost}/here`)).status).toBe(200);
  const state = JSON.stringify(await stateOf(stack));
  for (const secret of [other.endpoint, other.password]) expect(state).not.toContain(secret);
  expect((await stack.preview({ refresh: true })).changeSummary).toEqual({ same: 4 });
});

testLong("a broker whose address is not known yet does not fail the preview, nor what is looked up there", async () => {
  const stack = await run(async () => {
    const made = new rabbitmq.VHost("made", { name: "options-made" });
    const endpoint = made.id.apply(() => newest.endpoint);
    const provider = new rabbitmq.Provider("made", {
      endpoint,
      username: newest.username,
      password: newest.password,
      waitForBroker: 5,
    });
    const exchange = new rabbitmq.Exchange("in", { vhost: made, name: "in", type: "fanout" }, { provider });
    const queue = new rabbitmq.Queue(
      "in",
      { vhost: made, name: pulumi.interpolate`q-${made.id}`, type: "quorum" },
      { provider },
    );
    new rabbitmq.Binding("in", { source: exchange, destination: queue }, { provider });
    rabbitmq.getQueueOutput({ vhost: made, name: queue.name }, { provider });
    // All of its arguments are known before the vhost is there.
    rabbitmq.getExchangesOutput({ vhost: "options-made" }, { dependsOn: made }).apply((all) => {
      if (all.length === 0) throw new Error("no exchanges");
    });
  });
  expect((await stack.preview()).changeSummary).toEqual({ create: 6 });
  await stack.up();
  expect((await stack.preview({ refresh: true })).changeSummary).toEqual({ same: 6 });
});

test("import takes an object over, and the option can go afterwards", async () => {
  await api(newest, "PUT", "users/options-user", { password_hash: "", tags: "management" });
  const user =
    (opts?: pulumi.CustomResourceOptions): PulumiFn =>
    async () => {
      new rabbitmq.User("user", { name: "options-user", tags: ["monitoring"] }, opts);
    };
  const stack = await run(user());
  await expect(stack.up()).rejects.toThrow(
    /user "options-user": exists already, with other properties: tags: wanted \["monitoring"\], found \["management"\]/,
  );
  stack.workspace.program = user({ import: "options-user" });
  await stack.up();
  expect((await api(newest, "GET", "users/options-user")).body.tags).toEqual(["monitoring"]);
  stack.workspace.program = user();
  expect((await stack.preview()).changeSummary).toEqual({ same: 2 });
});

testLong("get reads what somebody else declares, and fails for what is not there", async () => {
  await api(newest, "PUT", `queues/${vhost}/theirs`, {
    durable: true,
    arguments: { "x-queue-type": "quorum", "x-max-length": 5 },
  });
  const stack = await run(
    async () => {
      const queue = rabbitmq.Queue.get("theirs", `${vhost}/theirs`);
      return { type: queue.type, maxLength: queue.maxLength, name: queue.name };
    },
    { readsOutputs: true },
  );
  expect((await stack.up()).outputs).toMatchObject({
    type: { value: "quorum" },
    maxLength: { value: 5 },
    name: { value: "theirs" },
  });
  await stack.destroy();
  expect((await api(newest, "GET", `queues/${vhost}/theirs`)).status).toBe(200);
  stack.workspace.program = async () => void rabbitmq.Queue.get("missing", `${vhost}/missing`);
  await expect(stack.preview()).rejects.toThrow(/queue "missing" in vhost "options": does not exist/);
});

testLong("aliases and protect work as for any resource", async () => {
  const exchange =
    (name: string, opts: pulumi.CustomResourceOptions): PulumiFn =>
    async () => {
      new rabbitmq.Exchange(name, { vhost, name: "aliased", type: "fanout" }, opts);
    };
  const stack = await run(exchange("old", { protect: true }));
  await stack.up();
  stack.workspace.program = exchange("new", { aliases: [{ name: "old" }], protect: true });
  expect((await stack.preview()).changeSummary).toEqual({ same: 2 });
  await expect(stack.destroy()).rejects.toThrow(/protect/);
  stack.workspace.program = exchange("new", { aliases: [{ name: "old" }] });
  await stack.up();
});

testLong(
  "what the program declares is not deleted on account of another entry in the state, whenever that goes",
  async () => {
    const isThere = async () => (await api(newest, "GET", `exchanges/${vhost}/kept`)).status === 200;
    const kept =
      (name: string, type: string, patterns = "^$"): PulumiFn =>
      async () => {
        new rabbitmq.Exchange(name, { vhost, name: "kept", type });
        const user = new rabbitmq.User("u", { name: "options-kept" });
        new rabbitmq.Permissions("p", { vhost, user, write: patterns });
      };
    const stack = await run(kept("first", "topic"));
    await stack.up();
    stack.workspace.program = kept("second", "topic", "(");
    await expect(stack.up()).rejects.toThrow(/permissions of user/);
    stack.workspace.program = kept("second", "topic");
    await stack.up();
    expect(await isThere()).toBe(true);

    stack.workspace.program = kept("second", "fanout", "(");
    await expect(stack.up()).rejects.toThrow(/permissions of user/);
    stack.workspace.program = kept("second", "topic");
    await stack.up();
    expect(await isThere()).toBe(true);
    expect((await stack.preview({ refresh: true })).changeSummary).toEqual({ same: 4 });

    await stack.up({ replace: [`urn:pulumi:test::test::pulumi-nodejs:dynamic/rabbitmq:Exchange::second`] });
    expect(await isThere()).toBe(true);
  },
);

testLong("retainOnDelete keeps an object from being replaced under its name", async () => {
  const exchange =
    (type: string): PulumiFn =>
    async () => {
      new rabbitmq.Exchange("x", { vhost, name: "retained", type }, { retainOnDelete: true });
    };
  const stack = await run(exchange("topic"));
  await stack.up();
  stack.workspace.program = exchange("fanout");
  await expect(stack.up()).rejects.toThrow(
    /exchange "retained" in vhost "options": not replaced: retainOnDelete keeps the existing object/,
  );
  expect((await api(newest, "GET", `exchanges/${vhost}/retained`)).body.type).toBe("topic");
});

test("destroy takes all away, with the program run or not", async () => {
  const stack = await run(async () => {
    new rabbitmq.Exchange("x", { vhost, name: "destroyed", type: "topic" });
  });
  await stack.up();
  await stack.destroy({ runProgram: true });
  expect((await api(newest, "GET", `exchanges/${vhost}/destroyed`)).status).toBe(404);
});

const mistakes: [string, () => unknown, RegExp][] = [
  ["a reserved name", () => new rabbitmq.Queue("q", { vhost, name: "amq.mine" }), /must not begin with "amq\."/],
  [
    "a transient quorum queue",
    () => new rabbitmq.Queue("q", { vhost, name: "q", type: "quorum", durable: false }),
    /a quorum queue is always durable/,
  ],
  [
    "an exclusive queue",
    () => new rabbitmq.Queue("q", { vhost, name: "q", exclusive: true } as never),
    /belongs to one connection/,
  ],
  [
    "two passwords",
    () => new rabbitmq.User("u", { name: "u", password: "never-shown", passwordHash: "bmV2ZXItc2hvd24h" }),
    /password: cannot be given together/,
  ],
  [
    "a missing argument",
    () => new rabbitmq.Exchange("x", { vhost, name: "x" } as never),
    / problem: type: is required/,
  ],
  [
    "an argument of the wrong type",
    () => new rabbitmq.Queue("q", { vhost, name: "q", maxLength: "5" } as never),
    / problem: maxLength: must be an integer/,
  ],
];

let wrong: Promise<Stack> | undefined;

test.each(someOf(mistakes))("%s is one clear line in the preview", async (_title, declare, expected) => {
  wrong ??= run(async () => {});
  const stack = await wrong;
  stack.workspace.program = async () => ({ urn: (declare() as pulumi.Resource).urn });
  const { message } = await stack.preview().then(
    () => new Error("nothing was wrong"),
    (thrown: Error) => thrown,
  );
  expect(message).toMatch(expected);
  expect(message).not.toMatch(/never-shown|at .*\.js:\d+/);
});

test("one preview reports the mistakes of all resources, and all of each", async () => {
  const stack = await run(async () => {
    const x = new rabbitmq.Exchange("x", { vhost, name: "x", type: "topic" });
    new rabbitmq.Queue("a", { vhost, name: "amq.mine", type: "quorum", durable: false, maxLength: -1 });
    new rabbitmq.Policy("p", { vhost, name: "p", pattern: pulumi.output("x"), priority: 0.5, definition: {} });
    new rabbitmq.Queue("right", { vhost, name: "right", deadLetterExchange: x });
    rabbitmq.Exchange.get("read", `${vhost}/amq.topic`);
    new rabbitmq.User("u", { name: x.name, password: "never-shown", passwordHash: "bmV2ZXItc2hvd24h" });
  });
  const { message } = await stack.preview().then(
    () => new Error("nothing was wrong"),
    (thrown: Error) => thrown,
  );
  const reported = [...message.matchAll(/error: ((?:Queue|Policy|User|Exchange) .*)/g)].map(([, line]) => line);
  // The automation API's error has the CLI's output more than once.
  expect([...new Set(reported)]).toEqual([
    expect.stringMatching(/^Queue "a": name: must not begin with "amq\."/),
    'Queue "a": maxLength: must not be negative',
    'Queue "a": durable: a quorum queue is always durable',
    expect.stringMatching(/^Policy "p": priority: must be an integer/),
    expect.stringMatching(/^Policy "p": definition: at least one setting must be given/),
    'User "u": password: cannot be given together with passwordHash',
  ]);
  expect(message).not.toContain("never-shown");
});
