import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { brokers } from "../support/environment";
import { provider, type State } from "../support/provider";

const vhost = "queue-guard";
const types = ["classic", "quorum", "stream"] as const;

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  let app: Awaited<ReturnType<typeof connect>>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    app = await connect(broker, vhost);
  });
  afterAll(async () => {
    await app.close();
    await removeVHost();
  });

  const declare = (name: string, type: string) => provider(broker, "Queue").create({ vhost, name, type });

  test("a queue that got a message just before is not deleted, nor replaced, whatever its type", async () => {
    const queues = await Promise.all(types.map((type) => declare(`orders ${type}`, type)));
    for (const type of types) await app.send(`orders ${type}`);
    const startedAt = Date.now();
    const attempts = queues.flatMap((queue) => [deleteIn(startedAt, queue), replaceIn(startedAt, queue)]);
    for (const outcome of await Promise.all(attempts)) {
      expect(outcome).toMatch(/not deleted: it holds 1 message and has 0 consumers\. Nothing was lost\./);
    }
    for (const queue of queues)
      expect(await provider(broker, "Queue").read(queue)).toMatchObject({ inputs: queue.inputs });
    expect(await app.count("orders classic")).toBe(1);
    expect(await app.count("orders quorum")).toBe(1);
  });

  test("an empty queue with a consumer is not deleted, whatever its type", async () => {
    const queues = await Promise.all(types.map((type) => declare(`consumed ${type}`, type)));
    for (const type of types) await app.consume(`consumed ${type}`, type);
    const startedAt = Date.now();
    for (const outcome of await Promise.all(queues.map((queue) => deleteIn(startedAt, queue)))) {
      expect(outcome).toMatch(/not deleted: it holds 0 messages and has 1 consumer\. Nothing was lost\./);
    }
  });

  test("a classic queue whose only message is with a client, not acknowledged, is not deleted", async () => {
    const queue = await declare("held", "classic");
    await app.send("held");
    await app.hold("held");
    expect(await deleteIn(0, queue)).toMatch(/not deleted: it holds 1 message/);
    await app.channel.nackAll();
  });

  test("an empty queue is deleted, whatever its type", async () => {
    const queues = await Promise.all(types.map((type) => declare(`empty ${type}`, type)));
    const startedAt = Date.now();
    for (const outcome of await Promise.all(queues.map((queue) => deleteIn(startedAt, queue)))) {
      expect(outcome).toBe("deleted");
    }
  });

  test("a queue that was emptied is deleted", async () => {
    const queue = await declare("drained", "quorum");
    await app.send("drained");
    await app.channel.purgeQueue("drained");
    expect(await deleteIn(Date.now(), queue)).toBe("deleted");
  });

  test.each(types)("forceDestroy deletes a %s queue with its messages", async (type) => {
    const queue = await declare(`forced ${type}`, type);
    await app.send(`forced ${type}`);
    const state = await provider(broker, "Queue").update(queue, { ...queue.inputs, forceDestroy: true });
    expect(await deleteIn(0, state)).toBe("deleted");
  });

  test("forceDestroy of the provider is for queues that say nothing themselves", async () => {
    const [silent, kept] = [await declare("silent", "classic"), await declare("kept", "classic")];
    await app.send("silent");
    await app.send("kept");
    const forced = provider(broker, "Queue", { settings: { forceDestroy: "true" } });
    await forced.delete(silent);
    await expect(forced.delete({ ...kept, outs: { ...kept.outs, forceDestroy: false } })).rejects.toThrow(
      /holds 1 message/,
    );
  });

  test("a replaced queue keeps its bindings, also those that somebody else made", async () => {
    const source = await provider(broker, "Exchange").create({ vhost, name: "events", type: "headers" });
    const queue = await declare("moved", "classic");
    await app.channel.bindQueue("moved", "events", "theirs", { "x-match": "all", number: 1, text: "1" });
    await provider(broker, "Binding").create({ vhost, source: "events", destination: "moved", routingKey: "ours" });
    const before = await bindings("moved");
    await provider(broker, "Queue").apply(queue, { ...queue.inputs, type: "quorum" });
    expect(await bindings("moved")).toEqual(before);
    await provider(broker, "Exchange").apply(source, { ...source.inputs, type: "topic" });
    expect(await bindings("moved")).toEqual(before);
  });

  const bindings = async (queue: string) => {
    const { body } = await api(broker, "GET", `queues/${vhost}/${queue}/bindings`);
    return body.map(({ properties_key: _, ...binding }: Record<string, unknown>) => binding);
  };

  const deleteIn = (startedAt: number, state: State) =>
    provider(broker, "Queue", { startedAt })
      .delete(state)
      .then(
        () => "deleted",
        (error: Error) => error.message,
      );

  const replaceIn = (startedAt: number, state: State) =>
    provider(broker, "Queue", { startedAt })
      .apply(state, { ...state.inputs, arguments: { "x-note": 1 } })
      .then(
        () => "replaced",
        (error: Error) => error.message,
      );
});
