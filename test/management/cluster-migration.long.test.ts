import { setTimeout as sleep } from "node:timers/promises";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { type Cluster, canCluster, type Node, startCluster } from "../support/cluster";
import { brokers, type TestBroker } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { provider, type State } from "../support/provider";
import { fc, rounds, seed } from "../support/random";
import { roundRobin } from "../support/round-robin";
import { startTcpRoundRobin } from "../support/tcp-round-robin";

/** Whom to kill, and how long after the begin. A migration takes two seconds. */
const kills = fc.sample(fc.record({ who: fc.nat(2), milliseconds: fc.nat(2_500) }), { seed, numRuns: rounds(1) });
const vhost = "cluster-migration";
const messages = 2_000;

type Type = "classic" | "quorum";
const ways: readonly (readonly [Type, Type])[] = [
  ["classic", "quorum"],
  ["quorum", "classic"],
];

/** RabbitMQ 4.0 starts a new vhost late on some nodes, and on a busy machine not at all unless it is asked to. */
async function startEverywhere(node: Node, vhost: string): Promise<void> {
  const late = async () => {
    const { body } = await api(node, "GET", `vhosts/${vhost}`);
    return Object.entries(body["cluster_state"] as Record<string, string>).filter(([, state]) => state !== "running");
  };
  for (let attempt = 0; attempt < 60; attempt++) {
    const names = (await late()).map(([name]) => name);
    if (names.length === 0) return;
    for (const name of names) await api(node, "POST", `vhosts/${vhost}/start/${name}`);
    await sleep(1_000);
  }
  throw new Error(`the vhost does not start on ${JSON.stringify(await late())}`);
}

describe.each(brokers.filter(canCluster))("three nodes of RabbitMQ $version behind balancers", (broker) => {
  let cluster: Cluster;
  let behind: TestBroker;
  let settings: Record<string, string>;
  beforeAll(async () => {
    cluster = await startCluster(broker);
    await makeVHost(cluster.nodes[0], vhost);
    await startEverywhere(cluster.nodes[0], vhost);
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    const { nodes } = cluster;
    const { endpoint } = await startFakeServer(roundRobin(nodes, { redispatches: true }));
    const port = await startTcpRoundRobin(nodes.map(({ amqpUrl }) => Number(new URL(amqpUrl).port)));
    behind = { ...nodes[0], endpoint };
    settings = { amqpEndpoint: `amqp://127.0.0.1:${port}`, onReplace: "migrate" };
  });

  const queue = () => provider(behind, "Queue", { settings });

  /** A queue whose leader is on this node, with a binding, and messages that came by it. */
  async function filled(node: Node, name: string, type: Type): Promise<State> {
    const state = await provider(node, "Queue").create({ vhost, name, type });
    const app = await connect(node, vhost);
    await app.channel.bindQueue(name, "amq.topic", `${name}.#`);
    for (let i = 0; i < messages; i++) {
      app.channel.publish("amq.topic", `${name}.paid`, Buffer.from(`${i}`), { persistent: true });
    }
    await app.channel.waitForConfirms();
    await app.close();
    return state;
  }

  /** The messages of a queue, in their order. */
  async function taken(node: Node, name: string): Promise<number[]> {
    const app = await connect(node, vhost);
    const all: number[] = [];
    for (let left = await app.count(name); left > 0; left--) {
      const message = await app.channel.get(name, { noAck: true });
      if (message) all.push(Number(message.content));
    }
    await app.close();
    return all;
  }

  const found = async (node: TestBroker, name: string) => (await api(node, "GET", `queues/${vhost}/${name}`)).body;
  const leftOvers = async (node: TestBroker) =>
    ((await api(node, "GET", `queues/${vhost}`)).body as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name.includes("pulumi-migration"));
  const everything = Array.from({ length: messages }, (_, i) => i);

  test.each(ways)(
    "a %s queue becomes a %s queue, wherever its leader is: no message is lost, the order stays",
    async (before, after) => {
      for (const [round, node] of [...cluster.nodes, ...cluster.nodes].entries()) {
        const name = `${before}-${round}`;
        const state = await filled(node, name, before);
        await queue().apply(state, { ...state.inputs, type: after });
        await sleep(100);
        expect((await found(node, name))["type"]).toBe(after);
        const app = await connect(node, vhost);
        await app.publish("amq.topic", `${name}.late`, `${messages}`);
        await app.close();
        expect(await taken(node, name)).toEqual([...everything, messages]);
        expect(await leftOvers(node)).toEqual([]);
      }
    },
  );

  test("a queue whose node is down is not migrated, and is when the node is back", async () => {
    const [first, , node] = cluster.nodes;
    const state = await filled(node, "down", "classic");
    await node.kill();
    await expect(queue().apply(state, { ...state.inputs, type: "quorum" })).rejects.toThrow(
      /not migrated: the node that has its messages may be down, since the broker does not count them\. Nothing was changed: run again when all nodes are up$/,
    );
    await node.start();
    expect((await found(first, "down"))["type"]).toBe("classic");
    await queue().apply(state, { ...state.inputs, type: "quorum" });
    expect(await taken(first, "down")).toEqual(everything);
    expect(await leftOvers(first)).toEqual([]);
  });

  test.each(ways)(
    "a node that is killed while a %s queue becomes a %s one loses no message: the next up ends it",
    async (before, after) => {
      for (const [round, { who, milliseconds }] of kills.entries()) {
        const node = cluster.nodes[round % 3] as Node;
        const victim = cluster.nodes[who] as Node;
        const name = `killed-${before}-${round}`;
        const state = await filled(node, name, before);
        const update = { ...state.inputs, type: after };
        const first = queue()
          .apply(state, update)
          .then(
            () => "done",
            ({ message }: Error) => message,
          );
        await sleep(milliseconds);
        await victim.kill();
        const outcome = await first;
        if (outcome !== "done") process.stderr.write(`a node was killed: ${outcome}\n`);
        await victim.start();
        if (outcome !== "done") await queue().apply(state, update);
        expect((await found(node, name))["type"]).toBe(after);
        const all = await taken(node, name);
        expect([...new Set(all)].sort((a, b) => a - b)).toEqual(everything);
        expect(await leftOvers(node)).toEqual([]);
      }
    },
  );
});
