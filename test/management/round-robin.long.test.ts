import { type KindName, kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { Run } from "../../provider/run";
import { api, makeVHost } from "../support/admin";
import { connect } from "../support/connection";
import { enoughBrokers } from "../support/environment";
import { json, missing, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { kindCases } from "../support/kind-cases";
import { provider } from "../support/provider";

const vhost = "round-robin/x";
const cases = kindCases(vhost);
const names = Object.keys(cases) as KindName[];
const rounds = 15;

/** A balancer in front of a good node and one that answers "not found" to everything, as a stopping node does. */
const balancers: [string, (count: number) => boolean][] = [
  ["in turn", (count) => count % 2 === 0],
  ["at random", (count) => Math.imul(count + 1, 2654435761) >>> 31 === 0],
];

describe.each(enoughBrokers)("RabbitMQ $version behind a balancer", (broker) => {
  let removeVHost: () => Promise<unknown>;
  const made: { name: KindName; id: string; outs: Record<string, unknown> }[] = [];
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    for (const name of names) {
      const { args, needs = [] } = cases[name];
      for (const need of needs) await provider(broker, need.kind).create(need.args);
      const { id, outs } = await provider(broker, name).create(args);
      made.push({ name, id, outs });
    }
  });
  afterAll(async () => {
    for (const { name, outs } of made.toReversed())
      await provider(broker, name)
        .remove(outs)
        .catch(() => {});
    await removeVHost();
    for (const name of ["User", "Permissions"] as const)
      for (const { args } of cases[name].needs ?? [])
        await api(broker, "DELETE", `users/${encodeURIComponent(String(args["name"]))}`);
  });

  const balance = (isBad: (count: number) => boolean) => {
    let count = 0;
    const pass = forward(broker.endpoint);
    return startFakeServer((request, response) =>
      isBad(count++) ? json(response, 404, missing) : pass(request, response),
    );
  };

  test.each(balancers)("%s with a node that answers 404 to everything: no read believes it", async (_how, isBad) => {
    const server = await balance(isBad);
    const readAll = () => {
      const run = new Run(() => connect({ ...broker, endpoint: server.endpoint }));
      return made.flatMap(({ name, id, outs }) => [
        lifecycle(kinds[name], run).read(id, outs),
        lifecycle(kinds[name], run).read(id, { ...outs, __get: true }),
      ]);
    };
    const results = await Promise.allSettled(Array.from({ length: rounds }, readAll).flat());
    expect(results.length).toBeGreaterThanOrEqual(300);
    // An error says that a node is stopping. An empty answer would drop the object from the state.
    for (const result of results) {
      if (result.status === "fulfilled") expect(result.value.id).toBeDefined();
      else expect(String(result.reason)).toMatch(/is stopping|decodes %2F|answered 404 to GET overview/);
    }
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(results.length / 2);
  });

  test.each(balancers)("%s: a queue is deleted, and what is absent is found to be absent", async (_how, isBad) => {
    const server = await balance(isBad);
    const behind = { ...broker, endpoint: server.endpoint };
    const { id, outs } = await provider(broker, "Queue").create({ vhost, name: "gone", type: "classic" });
    await provider(behind, "Queue").delete({ id, outs });
    expect((await api(broker, "GET", `queues/${encodeURIComponent(vhost)}/gone`)).status).toBe(404);
    expect(await provider(behind, "Queue").read({ id, outs })).toEqual({});
  });
});
