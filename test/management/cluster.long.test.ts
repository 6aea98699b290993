import { setTimeout as sleep } from "node:timers/promises";
import { omit } from "../../provider/fields";
import { type KindName, kinds } from "../../provider/kinds";
import { path } from "../../provider/management/path";
import { inVHost } from "../../provider/management/shared-list";
import { one } from "../../provider/management/target";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { type Cluster, canCluster, type Node, startCluster } from "../support/cluster";
import { connect as connectClient } from "../support/connection";
import { brokers, type TestBroker } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { kindCases } from "../support/kind-cases";
import { provider, type State } from "../support/provider";
import { roundRobin } from "../support/round-robin";
import { createStack, stateOf } from "../support/stack";
import { topologyRun } from "../support/topology";
import { everything } from "../topology/whole";

const names = Object.keys(kinds) as KindName[];
const rounds = 5;
/** A command takes longer to start. Until then, every node has every change: 49 ms were the most that was measured. */
const betweenRuns = () => sleep(100);
const vhost = "cluster";
const uncounted =
  /not deleted: it exists, but the broker does not count its messages: the node that has them may be down\. Nothing was lost\./;
const minority =
  /only 1 of the 3 nodes of RabbitMQ's cluster runs, and nothing can be changed or found to be gone without a majority: run again when the others are up/;

describe.each(brokers.filter(canCluster))("three nodes of RabbitMQ $version behind a round robin", (broker) => {
  /** From 4.3 on, the topology is in Khepri. */
  const needsMajority = !broker.version.startsWith("4.0");
  let cluster: Cluster;
  let nodes: Cluster["nodes"];
  beforeAll(async () => {
    cluster = await startCluster(broker);
    nodes = cluster.nodes;
    await makeVHost(nodes[0], vhost);
  });
  afterAll(async () => {
    process.stderr.write(`RabbitMQ ${broker.version} answered: ${JSON.stringify(answers)}\n`);
    await cluster?.stop();
  });

  /** How many writes there were, and how many were refused at first. */
  const answers: Record<string, number> = {};
  const count = (what: string) => {
    answers[what] = (answers[what] ?? 0) + 1;
  };
  /** A balancer until the end of the test. */
  const balance = async (options?: { redispatches: boolean }) => {
    const pass = roundRobin(nodes, options);
    const server = await startFakeServer((request, response) => {
      response.on("finish", () => {
        if (request.method === "GET") return;
        count("writes");
        if (response.statusCode >= 400) count("writes refused");
      });
      return pass(request, response);
    });
    return { server, behind: { ...nodes[0], endpoint: server.endpoint } as TestBroker };
  };

  test.each(names)("%s: no answer of a node that is late reaches the user", async (name) => {
    const { behind } = await balance();
    const { args, needs = [], replaces, ...rest } = kindCases(vhost)[name];
    const updates = omit(rest.updates, ["tracing"]); // each node has its own
    // 4.3 refuses a transient queue, and a shovel the value of a federation upstream.
    const refused = ["Queue.durable", "Parameter.component"];
    const changes = Object.entries(replaces).filter(([field]) => !refused.includes(`${name}.${field}`));
    for (let round = 0; round < rounds; round++) {
      const it = provider(behind, name);
      const needed: [KindName, State][] = [];
      for (const { kind, args } of needs) {
        needed.push([kind, await provider(behind, kind, { run: it.run }).create(args)]);
      }
      let state = await it.create(args);
      await betweenRuns();
      expect((await provider(behind, name).read(state)).id).toBe(state.id);
      for (const [field, value] of Object.entries(updates)) {
        await betweenRuns();
        const changing = provider(behind, name);
        state = await changing.update(state, await changing.check({ ...state.inputs, [field]: value }));
      }
      for (const [field, value] of changes) {
        await betweenRuns();
        const changed = provider(behind, name);
        const next = await changed.apply(state, await changed.check({ ...args, ...updates, [field]: value }));
        await betweenRuns();
        const back = provider(behind, name);
        state = (await back.apply(next, await back.check({ ...args, ...updates }))) as State;
      }
      await betweenRuns();
      await provider(behind, name).delete(state);
      for (const [kind, need] of needed.toReversed()) await provider(behind, kind).delete(need);
    }
  });

  test("writes that follow each other at once meet nodes that are late, and succeed", async () => {
    const { behind } = await balance();
    const client = connectClient(behind);
    await client.version();
    const inTurn = async (round: number) => {
      const [name, within] = [`late-${round}`, `cluster-late-${round}`];
      const queue = path`queues/${vhost}/${name}`;
      await client.put(path`users/${name}`, { password: "secret", tags: "" });
      await client.put(path`permissions/${vhost}/${name}`, { configure: "", write: "", read: "" });
      await client.put(queue, { durable: true });
      await client.post(path`bindings/${vhost}/e/${"amq.topic"}/q/${name}`, { routing_key: "key" });
      await client.delete(queue, inVHost(vhost, one(queue, { name })));
      await client.put(queue, { durable: true, arguments: { "x-max-length": 5 } });
      await client.put(path`vhosts/${within}`, {});
      await client.put(path`queues/${within}/${name}`, { durable: true });
      await client.delete(path`vhosts/${within}`, inVHost(within, one(path`vhosts/${within}`, { name: within })));
      await client.delete(path`users/${name}`);
    };
    await Promise.all(Array.from({ length: 60 }, (_, round) => inTurn(round)));
  });

  test("a topology with objects of all kinds is created, read and deleted", async () => {
    const { behind } = await balance();
    for (let round = 0; round < rounds; round++) {
      const created = await topologyRun(behind).create(everything(vhost));
      await betweenRuns();
      expect((await topologyRun(behind).read(created)).id).toBe(created.id);
      await topologyRun(behind).delete(created);
    }
  });

  const objects = (count: number, type: "classic" | "quorum", suffix = "") => {
    const within = new rabbitmq.VHost("vhost", { name: "cluster-cli" });
    const limits = new rabbitmq.VHostLimits("limits", { vhost: within, maxQueues: 1_000 });
    for (let index = 0; index < count; index++) {
      const name = `n${index}`;
      const common = { vhost: within, name };
      const source = new rabbitmq.Exchange(name, { ...common, type: "topic" });
      const queue = new rabbitmq.Queue(name, { ...common, type }, { dependsOn: limits });
      new rabbitmq.Binding(name, { source, destination: queue, routingKey: `key${suffix}` });
      const user = new rabbitmq.User(name, { name: `cluster-${name}`, password: `secret${suffix}` });
      new rabbitmq.Permissions(name, { vhost: within, user, write: `^n${suffix}$` });
      new rabbitmq.TopicPermissions(name, { vhost: within, user, exchange: source, write: `^key${suffix}$` });
      new rabbitmq.Policy(name, { ...common, pattern: `^p${suffix}`, definition: { "max-length": 5 } });
      new rabbitmq.OperatorPolicy(name, { ...common, pattern: `^p${suffix}`, definition: { "max-length": 5 } });
    }
    const second = new rabbitmq.VHost("topology", { name: "cluster-cli-topology" });
    const keys = Array.from({ length: 10 * count }, (_, index) => `n${index}`);
    new rabbitmq.Topology("topology", {
      vhost: second,
      exchanges: Object.fromEntries(keys.map((key) => [key, { type: "topic" }])),
      queues: Object.fromEntries(keys.map((key) => [key, { type: "classic", messageTtl: 1_000 + suffix.length }])),
      bindings: keys.map((key) => ({ source: key, destination: key, routingKey: "key" })),
    });
  };

  test("the CLI creates, changes, replaces, refreshes and deletes objects of all kinds", async () => {
    const { behind } = await balance();
    for (let round = 0; round < 2; round++) {
      const stack = await createStack(behind, async () => objects(5, "classic"));
      const created = await stack.up();
      expect(created.summary.resourceChanges).toEqual({ create: 45 });
      await stack.up({ program: async () => objects(5, "classic", "2") });
      await stack.refresh();
      const program = async () => objects(5, "classic", "3");
      await stack.up({ program, refresh: true });
      expect((await stack.preview({ program })).changeSummary).toEqual({ same: 45 });
      await stack.destroy();
      expect(await stateOf(stack)).toEqual([]);
    }
  });

  /** Which queues a node has the only copy of, and which have others. */
  const queues = {
    classic: { type: "classic" },
    "quorum alone": { type: "quorum", quorumInitialGroupSize: 1 },
    "stream alone": { type: "stream", initialClusterSize: 1 },
    quorum: { type: "quorum" },
    stream: { type: "stream" },
  };
  const alone = ["classic", "quorum alone", "stream alone"];
  const deletion = (behind: TestBroker, state: State, kind: KindName = "Queue", startedAt = 0) =>
    provider(behind, kind, { startedAt })
      .delete(state)
      .then(
        () => "deleted",
        ({ message }: Error) => message,
      );

  const fill = async (node: Node, within: string) => {
    const app = await connect(node, within);
    for (const name of Object.keys(queues)) for (let sent = 0; sent < 3; sent++) await app.send(name);
    await app.close();
  };

  test.each(["kill", "stop"] as const)("%s a node: no message of its queues is lost", async (how) => {
    const { behind } = await balance();
    const [, , node] = nodes;
    const own = `cluster-${how}`;
    const host = await provider(behind, "VHost").create({ name: own });
    const states: Record<string, State> = {};
    for (const [name, args] of Object.entries(queues)) {
      states[name] = await provider(node, "Queue").create({ vhost: own, name, ...args });
    }
    await fill(node, own);
    await node[how]();

    const all = async (act: (state: State) => Promise<string>) =>
      Object.fromEntries(
        await Promise.all(Object.entries(states).map(async ([name, state]) => [name, await act(state)])),
      ) as Record<string, string>;
    // A leader is elected, or a node is back: then its queues are counted again.
    const held = async (state: State): Promise<string> => {
      const message = await deletion(behind, state);
      return uncounted.test(message) ? held(state) : message;
    };
    const outcomes = await all((state) =>
      alone.includes(String(state.inputs["name"])) ? deletion(behind, state) : held(state),
    );
    for (const [name, outcome] of Object.entries(outcomes)) {
      expect([name, outcome]).toEqual([
        name,
        expect.stringMatching(alone.includes(name) ? uncounted : /not deleted: it holds 3 messages/),
      ]);
    }
    const replaced = provider(behind, "Queue");
    const classic = states["classic"] as State;
    await expect(replaced.apply(classic, { ...classic.inputs, arguments: { "x-note": 1 } })).rejects.toThrow(uncounted);
    expect(await deletion(behind, host, "VHost")).toMatch(
      /not deleted: it still holds queue "classic", queue "quorum", queue "quorum alone", queue "stream", queue "stream alone"/,
    );
    for (const state of Object.values(states)) {
      expect((await provider(behind, "Queue").read(state)).id).toBe(state.id);
    }
    // Meanwhile, other work goes on.
    const data = { vhost: own, exchanges: { events: { type: "topic" } }, queues: { other: { type: "quorum" } } };
    const bindings = ["other", ...Object.keys(queues)].map((destination) => ({ source: "events", destination }));
    const created = await topologyRun(behind).create({ ...data, bindings });

    await node.start();
    for (const outcome of Object.values(await all(held))) {
      expect(outcome).toMatch(/not deleted: it holds \d messages? and has 0 consumers/);
    }
    const app = await connect(node, own);
    for (const name of Object.keys(queues).filter((name) => !name.startsWith("stream"))) {
      expect([name, await app.count(name)]).toEqual([name, 3]);
      await app.channel.purgeQueue(name);
    }
    await app.close();
    await topologyRun(behind).delete(created);
    const emptied = ["classic", "quorum", "quorum alone"];
    const now = Date.now();
    const last = await Promise.all(emptied.map((name) => deletion(behind, states[name] as State, "Queue", now)));
    expect(last).toEqual(emptied.map(() => "deleted"));
    await api(nodes[0], "DELETE", `vhosts/${own}`);
  });

  test("the CLI destroys no queue of a killed node, and destroys it when the node is back and the queue is empty", async () => {
    const { behind, server } = await balance();
    const [, , node] = nodes;
    const pass = server.answer;
    const name = "cluster-destroyed";
    const stack = await createStack(behind, async () => {
      const within = new rabbitmq.VHost("vhost", { name });
      new rabbitmq.Queue("orders", { vhost: within, name: "orders", type: "classic" });
    });
    server.answer = roundRobin([node]);
    await stack.up();
    const app = await connect(node, name);
    await app.send("orders");
    await app.close();
    server.answer = pass;
    await node.kill();
    await expect(stack.destroy()).rejects.toThrow(uncounted);
    expect(await stateOf(stack)).toHaveLength(2);
    await stack.up();
    await stack.refresh();
    expect(await stateOf(stack)).toHaveLength(2);
    await node.start();
    await expect(stack.destroy()).rejects.toThrow(/not deleted: it holds 1 message/);
    await api(nodes[0], "DELETE", `queues/${name}/orders/contents`);
    await stack.destroy();
    expect(await stateOf(stack)).toEqual([]);
  });

  test("two of three nodes killed: nothing is half done, and the next up converges", async () => {
    const { behind } = await balance({ redispatches: true });
    const [first, ...others] = nodes;
    const stack = await createStack(behind, async () => objects(2, "classic"));
    await stack.up();
    for (const node of others) await node.kill();
    const changed = async () => objects(3, "classic", "2");
    const message = await stack.up({ program: changed }).then(
      () => "done",
      ({ message }: Error) => message,
    );
    if (needsMajority) {
      expect(message).toMatch(minority);
      const gone = provider(behind, "Queue");
      const inputs = await gone.check({ vhost: "cluster-cli", name: "none", type: "classic" });
      await expect(gone.read({ id: "cluster-cli/none", outs: inputs })).rejects.toThrow(minority);
      await stack.refresh().catch(({ message }: Error) => expect(message).toMatch(minority));
      expect(await stateOf(stack)).toHaveLength(2 * 8 + 4);
    } else expect(message).toMatch(uncounted); // of the queues that the program replaces, and that a killed node has
    for (const node of others) await node.start();
    if (needsMajority) expect((await api(first, "GET", "exchanges/cluster-cli/n2")).status).toBe(404);
    await stack.up({ program: changed });
    expect((await stack.preview({ program: changed, refresh: true })).changeSummary).toEqual({ same: 29 });
    await stack.destroy();
    expect(await stateOf(stack)).toEqual([]);
  });

  test.each([
    ["kill", true],
    ["kill", false],
    ["stop", true],
    ["stop", false],
  ] as const)("%s a node in the middle of an up and start it again, redispatched: %s", async (how, redispatches) => {
    const { behind, server } = await balance({ redispatches });
    const [, node] = nodes;
    const program = async () => objects(8, "classic");
    const stack = await createStack(behind, program);
    let isOver = false;
    const outcome = stack
      .up()
      .catch(() => {}) // of the node that is away
      .finally(() => {
        isOver = true;
      });
    const puts = () => server.requests.filter((request) => request.startsWith("PUT")).length;
    while (puts() < 40 && !isOver) await sleep(20);
    await node[how]();
    await node.start();
    await outcome;
    await stack.up();
    expect((await stack.preview({ program, refresh: true })).changeSummary).toEqual({ same: 69 });
    await stack.destroy();
    expect(await stateOf(stack)).toEqual([]);
  });
});
