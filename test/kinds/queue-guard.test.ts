import { setTimeout as sleep } from "node:timers/promises";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { outerBrokers } from "../support/environment";
import { json, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider, type State } from "../support/provider";

const vhost = "queue-guard";
const types = ["classic", "quorum", "stream"] as const;
const uncountable = { vhost, name: "uncounted", type: "classic" };

describe.each(outerBrokers)("on RabbitMQ $version", (broker) => {
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

  /** The guards wait until the broker's counters are sure: one wait for all. */
  describe("in a run that began just after", () => {
    const outcomes: Record<string, string> = {};
    beforeAll(async () => {
      const attempts: [title: string, attempt: (startedAt: number) => Promise<string>][] = [];
      for (const type of types) {
        const [full, consumed, drained, empty] = await Promise.all(
          ["full", "consumed", "drained", "empty"].map((name) => declare(`${name} ${type}`, type)),
        );
        await app.send(`full ${type}`);
        await app.consume(`consumed ${type}`, type);
        if (type !== "stream") await app.send(`drained ${type}`);
        if (type !== "stream") await app.channel.purgeQueue(`drained ${type}`);
        attempts.push([`delete full ${type}`, (startedAt) => deleteIn(startedAt, full as State)]);
        attempts.push([`replace full ${type}`, (startedAt) => replaceIn(startedAt, full as State)]);
        attempts.push([`delete consumed ${type}`, (startedAt) => deleteIn(startedAt, consumed as State)]);
        attempts.push([`delete drained ${type}`, (startedAt) => deleteIn(startedAt, drained as State)]);
        attempts.push([`delete empty ${type}`, (startedAt) => deleteIn(startedAt, empty as State)]);
      }
      for (const name of ["full", "consumed", "bound", "empty"]) {
        const superStream = await provider(broker, "SuperStream").create({
          vhost,
          name: `super ${name}`,
          partitions: 2,
        });
        if (name === "full") await app.send(`super ${name}-1`);
        if (name === "consumed") await app.consume(`super ${name}-1`, "stream");
        if (name === "bound") await app.channel.bindQueue("full quorum", `super ${name}`, "0");
        const deleteIn = (startedAt: number) => provider(broker, "SuperStream", { startedAt }).delete(superStream);
        attempts.push([
          `delete ${name} super`,
          (startedAt) =>
            deleteIn(startedAt).then(
              () => "deleted",
              ({ message }) => message,
            ),
        ]);
      }
      const startedAt = Date.now();
      await Promise.all(attempts.map(async ([title, attempt]) => (outcomes[title] = await attempt(startedAt))));
    });

    test.each(types)("a %s queue with a message is neither deleted nor replaced", async (type) => {
      const refused = /not deleted: it holds 1 message and has 0 consumers\. Nothing was lost\./;
      expect(outcomes[`delete full ${type}`]).toMatch(refused);
      expect(outcomes[`replace full ${type}`]).toMatch(refused);
      const there = await api(broker, "GET", `queues/${vhost}/${encodeURIComponent(`full ${type}`)}`);
      expect(there.body).toMatchObject({ type });
    });

    test.each(types)("an empty %s queue with a consumer is not deleted", (type) => {
      expect(outcomes[`delete consumed ${type}`]).toMatch(/not deleted: it holds 0 messages and has 1 consumer\. /);
    });

    test("a super stream is deleted only if no partition has a message or a consumer, and nobody else has bound it", async () => {
      const left =
        /: its partition "super \w+-1" is not deleted: it holds (1 message and has 0|0 messages and has 1) consumers?\. /;
      expect(outcomes["delete full super"]).toMatch(left);
      expect(outcomes["delete consumed super"]).toMatch(left);
      expect(outcomes["delete bound super"]).toContain('still use it: the binding of queue "full quorum" to exchange');
      expect(outcomes["delete empty super"]).toBe("deleted");
      const { body } = await api(broker, "GET", `queues/${vhost}?disable_stats=true`);
      const names = body.map(({ name }: { name: string }) => name).filter((name: string) => name.startsWith("super "));
      expect(names.sort()).toEqual(
        ["bound-0", "bound-1", "consumed-0", "consumed-1", "full-0", "full-1"].map((name) => `super ${name}`),
      );
      const { body: bindings } = await api(broker, "GET", `exchanges/${vhost}/super%20full/bindings/source`);
      expect(bindings).toHaveLength(2);
    });

    test.each(types)("an empty or emptied %s queue is deleted", (type) => {
      expect(outcomes[`delete empty ${type}`]).toBe("deleted");
      expect(outcomes[`delete drained ${type}`]).toBe("deleted");
    });
  });

  test("a message that came to a quorum queue this very moment, in no counter yet, is seen", async () => {
    const queue = await declare("late", "quorum");
    while ((await api(broker, "GET", `queues/${vhost}/late`)).body.messages !== 0) await sleep(500);
    await app.send("late");
    expect(await deleteIn(0, queue)).toMatch(/not deleted: it holds 1 message and has 0 consumers/);
    expect(await app.channel.get("late", { noAck: true })).toMatchObject({ content: Buffer.from("order") });
  });

  test("a classic queue whose only message is with a client, not acknowledged, is not deleted", async () => {
    const queue = await declare("held", "classic");
    await app.send("held");
    await app.hold("held");
    expect(await deleteIn(0, queue)).toMatch(/not deleted: it holds 1 message/);
    await app.channel.nackAll();
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

  test.each([
    ["no list with counts contains it, as while its node is killed", []],
    ["the list has no count of it, as while its node is stopped", [{ ...uncountable, state: "down" }]],
    ["the list with counts is answered 500, as while its node comes back", undefined],
  ])("a queue that exists is not deleted if %s", async (_why, items) => {
    const pass = forward(broker.endpoint);
    const server = await startFakeServer((request, response) => {
      if (!request.url?.includes("enable_queue_totals")) return pass(request, response);
      if (!items) return void response.writeHead(500).end();
      return json(response, 200, request.url.includes("page=") ? { items } : items);
    });
    const queue = await declare("uncounted", "classic");
    await expect(provider({ ...broker, endpoint: server.endpoint }, "Queue").delete(queue)).rejects.toThrow(
      "not deleted: it exists, but the broker does not count its messages: the node that has them may be down. Nothing was lost.",
    );
    expect((await api(broker, "GET", `queues/${vhost}/uncounted`)).status).toBe(200);
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

  test("a refused replacement names its reason, and the policy that would do without if there is one", async () => {
    const state = await declare("to be. limited", "classic");
    await app.send("to be. limited");
    const refusal = (news: object) =>
      provider(broker, "Queue")
        .apply(state, { ...state.inputs, ...news })
        .then(
          () => "replaced",
          ({ message }: Error) => message,
        );
    const message = await refusal({ maxLength: 5, overflow: "reject-publish" });
    expect(message).toMatch(
      /: not replaced for maxLength: wanted 5, found none; overflow: wanted "reject-publish", found none; not deleted: it holds 1 message .*\. A policy sets this in place, if no other policy applies: new rabbitmq\.Policy\("to be\. limited", \{"vhost":"queue-guard","name":"to be\. limited","pattern":"\^to be\\\\\. limited\$","applyTo":"queues","maxLength":5,"overflow":"reject-publish"\}\)$/,
    );
    expect(await refusal({ maxLength: 5, maxPriority: 3 })).not.toContain("policy");

    await provider(broker, "Policy").create(JSON.parse(message.slice(message.indexOf(", {") + 2, -1)));
    for (let sent = 0; sent < 4; sent++) await app.send("to be. limited");
    await expect(app.send("to be. limited")).rejects.toThrow("nacked");
  });

  test("a refusal says that Pulumi deleted the bindings first, if a transform told it to", async () => {
    const state = await declare("deleted first", "classic");
    await app.send("deleted first");
    const run = provider(broker, "Queue");
    const news = { ...state.inputs, messageTtl: 60_000 };
    await run.verbs.check(state.inputs, news);
    await run.diff(state, news);
    await run.delete(state);
    await expect(run.verbs.create(news)).rejects.toThrow(
      /it holds 1 message .* With deleteBeforeReplace, Pulumi has already deleted the program's bindings of it: remove that option/,
    );
  });

  const replaceIn = (startedAt: number, state: State) =>
    provider(broker, "Queue", { startedAt })
      .apply(state, { ...state.inputs, arguments: { "x-note": 1 } })
      .then(
        () => "replaced",
        (error: Error) => error.message,
      );
});
