import type { Fields } from "../../model/object";
import { api, makeVHost } from "../support/admin";
import { brokers, isLong } from "../support/environment";
import { provider } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "odd names";
const encoded = encodeURIComponent(vhost);
const odd = [".", "..", "line\nbreak", "return\r"];

/** Only a definitions file makes objects with such names: see ../shared/cases/definitions. */
const definitions = {
  exchanges: odd.map((name) => ({ name, type: "topic", durable: true, auto_delete: false, internal: false })),
  queues: odd.map((name) => ({ name, durable: true, auto_delete: false, arguments: {} })),
};

const bound = (source: string, destination: string) => ({
  ...{ source, destination, destination_type: "queue", routing_key: "k", arguments: {} },
});

describe.each(brokers)("beside names that the API of RabbitMQ $version cannot address or declare", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
    expect((await api(broker, "POST", `definitions/${encoded}`, definitions)).status).toBe(204);
  });
  afterEach(() => removeVHost());

  test("everything else is declared, refreshed and deleted, alone and in a topology", async () => {
    const { create, read } = provider(broker, "Queue");
    const queues = await Promise.all(["a", "b", "c"].map((name) => create({ vhost, name, type: "classic" })));
    const found = await Promise.all(queues.map(read));
    expect(found.map(({ props }) => props)).toEqual(queues.map(({ outs }) => outs));
    const data = {
      vhost,
      exchanges: { events: { type: "topic" } },
      queues: { orders: { type: "classic" } },
      bindings: [{ source: "events", destination: "orders", routingKey: "#" }],
    };
    const state = await topologyRun(broker).create(data);
    expect(await topologyRun(broker).read(state)).toMatchObject({ inputs: state.inputs });
    await topologyRun(broker).delete(state);
    await Promise.all(queues.map(provider(broker, "Queue").delete));
    const left = (await api(broker, "GET", `queues/${encoded}`)).body as Fields[];
    expect(left.map(({ name }) => name)).toEqual([...odd].sort());
  });

  test("the vhost's deletion is refused with their names in one line, and done if it is forced", async () => {
    const state = await provider(broker, "VHost").create({ name: vhost });
    const line = await provider(broker, "VHost")
      .delete(state)
      .catch(({ message }: Error) => message);
    const unaddressable = " (which the management API cannot address: delete it over AMQP or with rabbitmqctl)";
    for (const noun of ["queue", "exchange"]) {
      expect(line).toContain(`${noun} "."${unaddressable}`);
      expect(line).toContain(`${noun} ".."${unaddressable}`);
      expect(line).toContain(`${noun} "line\\nbreak"`);
      expect(line).toContain(`${noun} "return\\r"`);
    }
    expect(line).not.toMatch(/[\r\n]/);
    await provider(broker, "VHost").delete({ ...state, outs: { ...state.outs, forceDestroy: true } });
    expect((await api(broker, "GET", `vhosts/${encoded}`)).status).toBe(404);
  });

  test("what is bound to one is not replaced, which would lose the binding", async () => {
    const events = await provider(broker, "Exchange").create({ vhost, name: "events", type: "topic" });
    const orders = await provider(broker, "Queue").create({ vhost, name: "orders", type: "classic" });
    const bindings = [bound("events", "line\nbreak"), bound(".", "orders")];
    expect((await api(broker, "POST", `definitions/${encoded}`, { bindings })).status).toBe(204);
    const before = (await api(broker, "GET", `bindings/${encoded}`)).body;
    const again = "and the management API cannot declare one with such a name again. Nothing was changed";
    await Promise.all([
      expect(
        provider(broker, "Exchange").apply(events, { ...events.inputs, type: "direct", forceDestroy: true }),
      ).rejects.toThrow(`the binding of queue "line\\nbreak" to exchange "events", ${again}`),
      expect(
        provider(broker, "Queue").apply(orders, { ...orders.inputs, maxLength: 5, forceDestroy: true }),
      ).rejects.toThrow(`the binding of queue "orders" to exchange ".", ${again}`),
    ]);
    expect((await api(broker, "GET", `bindings/${encoded}`)).body).toEqual(before);
    // Such a refusal takes seconds, and is decided on this side.
    if (!isLong) return;
    await expect(provider(broker, "Exchange").delete(events)).rejects.toThrow(
      'the binding of queue "line\\nbreak" to exchange "events" with key "k"',
    );
  });
});
