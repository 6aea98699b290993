import type { Fields } from "../../model/object";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/amqp";
import { enoughBrokers, type TestBroker } from "../support/environment";
import { fc, rounds } from "../support/random";
import { type Declared, EngineRun, type State } from "./engine";
import { allFaults, faulty, type Plan } from "./proxy";

/** The same objects, as single resources or as a topology, before and after a change that replaces and changes in place. */
function programs(vhost: string): Record<"singles" | "topology", Record<"before" | "after", readonly Declared[]>> {
  const argsOf = (isChanged: boolean) => ({
    exchange: { type: isChanged ? "fanout" : "topic" },
    orders: { type: "classic", ...(isChanged && { maxLength: 10 }) },
    policy: { pattern: "^orders$", definition: { "max-length": isChanged ? 6 : 5 } },
  });
  const binding = { source: "events", destination: "orders", routingKey: "order.#" };
  const singles = (isChanged: boolean): Declared[] => {
    const { exchange, orders, policy } = argsOf(isChanged);
    return [
      ["Exchange", { vhost, name: "events", ...exchange }],
      ["Queue", { vhost, name: "orders", ...orders }],
      ["Queue", { vhost, name: isChanged ? "renamed" : "named", type: "classic" }],
      ["Binding", { vhost, ...binding }],
      ["Policy", { vhost, name: "limit", ...policy }],
    ];
  };
  const topology = (isChanged: boolean): Declared[] => {
    const { exchange, orders, policy } = argsOf(isChanged);
    const queues = { orders, [isChanged ? "renamed" : "named"]: { type: "classic" } };
    return [
      [
        "Topology",
        { vhost, exchanges: { events: exchange }, queues, bindings: [binding], policies: { limit: policy } },
      ],
    ];
  };
  return {
    singles: { before: singles(false), after: singles(true) },
    topology: { before: topology(false), after: topology(true) },
  };
}

interface Scenario extends Plan {
  readonly shape: "singles" | "topology";
  readonly verb: "create" | "change" | "refresh" | "destroy";
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  shape: fc.constantFrom("singles" as const, "topology" as const),
  verb: fc.constantFrom(
    "create" as const,
    "change" as const,
    "change" as const,
    "refresh" as const,
    "destroy" as const,
  ),
  fault: fc.constantFrom(...allFaults),
  after: fc.nat(25),
  during: fc.constantFrom(1, 2, 5, 1_000),
});

const numRuns = rounds(14);
let count = 0;

describe.each(enoughBrokers)("on RabbitMQ $version", (broker) => {
  test("after any fault the next run converges, and nothing of others is lost", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, (drawn) => survives(broker, drawn)),
      { numRuns, endOnFailure: true },
    );
  });
});

async function survives(broker: TestBroker, { shape, verb, ...plan }: Scenario): Promise<void> {
  const vhost = `faults ${count++}`;
  const encoded = encodeURIComponent(vhost);
  const removeVHost = await makeVHost(broker, vhost);
  const { before, after } = programs(vhost)[shape];
  let state: State = new Map();
  const run = async (where: TestBroker, work: (engine: EngineRun) => Promise<void>, settings = {}) => {
    const engine = new EngineRun(where, state, settings);
    await work(engine);
    state = engine.state;
    return engine.errors;
  };
  try {
    if (verb !== "create") expect(await run(broker, (engine) => engine.up(before))).toEqual([]);
    const theirs = await strangers(broker, vhost);

    const fault = await faulty(broker, plan);
    const commanded = (engine: EngineRun) => {
      if (verb === "refresh") return engine.refresh(before);
      if (verb === "destroy") return engine.destroy(before);
      return engine.up(verb === "change" ? after : before);
    };
    // Only here, since a busy machine may need longer for an answer without any fault.
    const errors = await run(fault.broker, commanded, { timeout: "1" });
    await fault.stop();
    expect(errors.filter((line) => line.includes("\n") || line === "")).toEqual([]);

    if (verb === "destroy") {
      await theirs.unbind();
      expect(await run(broker, (engine) => engine.destroy(before))).toEqual([]);
      expect([...state]).toEqual([]);
      expect(await theirs.left()).toEqual({ queues: ["theirs"], exchanges: ["theirs"], bindings: [], messages: 1 });
    } else {
      const wanted = verb === "change" ? after : before;
      expect(await run(broker, (engine) => engine.up(wanted))).toEqual([]);
      const converged = [...state].map(([place, { inputs }]) => [place, inputs]);
      expect(await run(broker, (engine) => engine.refresh(wanted))).toEqual([]);
      expect([...state].map(([place, { inputs }]) => [place, inputs])).toEqual(converged);
      const named = verb === "change" ? "renamed" : "named";
      expect(await theirs.left()).toEqual({
        queues: [named, "orders", "theirs"].sort(),
        exchanges: ["events", "theirs"],
        bindings: verb === "create" ? [] : ["events orders their key", "theirs orders their key"],
        messages: 1,
      });
    }
    await theirs.close();
  } finally {
    await removeVHost();
    // Other tests have notes on the same broker.
    for (const { name, value } of (await api(broker, "GET", "global-parameters")).body as Fields[]) {
      if (JSON.stringify(value).includes(`"vhost":"${vhost}"`))
        await api(broker, "DELETE", `global-parameters/${name}`);
    }
  }

  /** Another application's queue with a message, its exchange, and its bindings of the program's objects. */
  async function strangers(broker: TestBroker, vhost: string) {
    await api(broker, "PUT", `queues/${encoded}/theirs`, { durable: true });
    await api(broker, "PUT", `exchanges/${encoded}/theirs`, { type: "topic", durable: true });
    const bindings = ["theirs", "events"].map((source) => `bindings/${encoded}/e/${source}/q/orders`);
    for (const path of bindings) await api(broker, "POST", path, { routing_key: "their key" });
    const app = await connect(broker, vhost);
    await app.send("theirs");
    const list = async (path: string) => (await api(broker, "GET", `${path}/${encoded}`)).body as Fields[];
    const namesOf = async (path: string) =>
      (await list(path)).map(({ name }) => String(name)).filter((name) => name !== "" && !name.startsWith("amq."));
    return {
      close: app.close,
      unbind: () => api(broker, "DELETE", `bindings/${encoded}/e/events/q/orders/their%20key`),
      left: async () => ({
        queues: (await namesOf("queues")).sort(),
        exchanges: (await namesOf("exchanges")).sort(),
        bindings: (await list("bindings"))
          .filter(({ routing_key }) => routing_key === "their key")
          .map(({ source, destination, routing_key }) => `${source} ${destination} ${routing_key}`)
          .sort(),
        messages: await app.count("theirs"),
      }),
    };
  }
}
