import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../../model/object";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { enoughBrokers, outerBrokers } from "../support/environment";
import { provider, type State } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "exchange/guard";
const encoded = encodeURIComponent(vhost);

describe.each(outerBrokers)("an exchange on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(() => removeVHost());

  const declare = (name: string, more: Fields = {}) =>
    provider(broker, "Exchange").create({ vhost, name, type: "topic", ...more });
  const bind = (source: string, kind: "q" | "e", destination: string, key = "order.#") =>
    api(broker, "POST", `bindings/${encoded}/e/${source}/${kind}/${destination}`, { routing_key: key });
  const exists = async (name: string) => (await api(broker, "GET", `exchanges/${encoded}/${name}`)).status === 200;

  test("with an application's binding from it is not deleted, and the binding is named", async () => {
    const events = await declare("events");
    const app = await connect(broker, vhost);
    await app.channel.assertQueue("audit", { exclusive: true });
    await app.channel.bindQueue("audit", "events", "order.#");
    await expect(provider(broker, "Exchange").delete(events)).rejects.toThrow(
      `exchange "events" in vhost "${vhost}": not deleted: other stacks or applications still use it: the binding of queue "audit" to exchange "events" with key "order.#". Nothing was lost. Delete them first, or set forceDestroy: true`,
    );
    expect(await exists("events")).toBe(true);
    await app.close();
    await provider(broker, "Exchange").delete(events);
    expect(await exists("events")).toBe(false);
  });

  test("is replaced under its own name with all bindings of others, which come back", async () => {
    const { outs, inputs, id } = (await declare("events")) as State;
    await declare("audit");
    await bind("events", "e", "audit");
    await bind("audit", "e", "events", "back");
    await provider(broker, "Exchange").apply({ id, outs }, { ...inputs, type: "fanout" });
    expect((await api(broker, "GET", `exchanges/${encoded}/events`)).body).toMatchObject({ type: "fanout" });
    const bindings = (await api(broker, "GET", `bindings/${encoded}`)).body as Fields[];
    expect(bindings.map(({ source, destination }) => `${source} ${destination}`).sort()).toEqual([
      "audit events",
      "events audit",
    ]);
  });

  // What follows is decided on this side, and each refusal takes seconds.
  if (!enoughBrokers.includes(broker)) return;

  test("that another exchange feeds is not deleted", async () => {
    const audit = await declare("audit");
    await declare("events");
    await bind("events", "e", "audit", "");
    await expect(provider(broker, "Exchange").delete(audit)).rejects.toThrow(
      'the binding of exchange "audit" to exchange "events". Nothing was lost.',
    );
    expect(await exists("audit")).toBe(true);
  });

  test("is deleted with its bindings if forceDestroy is true", async () => {
    const events = await declare("events", { forceDestroy: true });
    await declare("audit");
    await bind("events", "e", "audit");
    await provider(broker, "Exchange").delete(events);
    expect(await exists("events")).toBe(false);
  });

  test("is deleted once the bindings that the same run deletes are gone", async () => {
    const events = await declare("events");
    await declare("audit");
    await bind("events", "e", "audit");
    const deletion = provider(broker, "Exchange").delete(events);
    await sleep(500);
    expect(await exists("events")).toBe(true);
    await api(broker, "DELETE", `bindings/${encoded}/e/events/e/audit/order.%2523`);
    await deletion;
    expect(await exists("events")).toBe(false);
  });

  test.each([1, 25])("of a topology with %s such exchanges stays, with everything else of it", async (count) => {
    const names = Array.from({ length: count }, (_, index) => `events ${index}`);
    const state = await topologyRun(broker).create({
      vhost,
      exchanges: Object.fromEntries([...names, "audit"].map((name) => [name, { type: "topic" }])),
      queues: { orders: { type: "classic" } },
      bindings: [
        ...names.map((source) => ({ source, destination: "orders", routingKey: "#" })),
        { source: "events 0", destination: "audit", destinationType: "exchange" },
        { source: "audit", destination: "events 0", destinationType: "exchange" },
      ],
    });
    const theirs = await provider(broker, "Queue").create({ vhost, name: "theirs", type: "classic" });
    await bind("events%200", "q", "theirs", "stranger");
    await expect(topologyRun(broker).delete(state)).rejects.toThrow(
      `exchange "events 0" in vhost "${vhost}": not deleted: other stacks or applications still use it: the binding of queue "theirs" to exchange "events 0" with key "stranger". Nothing was lost.`,
    );
    expect(await topologyRun(broker).read(state)).toMatchObject({ inputs: state.inputs });
    await provider(broker, "Queue").delete(theirs);
    await topologyRun(broker).delete(state);
    const left = (await api(broker, "GET", `exchanges/${encoded}`)).body as Fields[];
    expect(left.filter(({ name }) => !/^(amq\..*|)$/.test(String(name)))).toEqual([]);
  });
});
