import type { Fields } from "../../model/object";
import { kinds } from "../../provider/kinds";
import { unknownValue } from "../../provider/unknown";
import { api, makeVHost } from "../support/admin";
import { brokers, newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { said, topologyRun } from "../support/topology";

const vhost = "topology/protect";
const encoded = encodeURIComponent(vhost);
const title = `topology of vhost "${vhost}"`;
const remedy = "set its protect to false and run `pulumi up` first";

let removeVHost: () => Promise<unknown>;
beforeEach(async () => {
  removeVHost = await makeVHost(newest, vhost);
});
afterEach(() => removeVHost());

const paid = { type: "classic", protect: true };
const queues = { paid, other: { type: "classic" } };
const isThere = async (name: string, broker = newest) =>
  (await api(broker, "GET", `queues/${encoded}/${name}`)).status === 200;
const reasons = async (olds: Fields, news: Fields) => {
  const { failures = [] } = await topologyRun(newest).verbs.check(olds, news);
  return failures.map(({ reason }) => reason);
};

test.each(brokers)(
  "a protected object is deleted neither alone nor with its topology, on RabbitMQ $version",
  async (broker) => {
    const remove = await makeVHost(broker, vhost);
    const state = await topologyRun(broker).create({ vhost, queues });
    expect((await topologyRun(broker).read(state)).inputs).toEqual(state.inputs);
    await expect(topologyRun(broker).apply(state, { vhost, queues: { other: queues.other } })).rejects.toThrow();
    await expect(topologyRun(broker).delete(state)).rejects.toThrow(
      `${title}: nothing was deleted, since protected: queue "paid": ${remedy}`,
    );
    for (const name of ["paid", "other"]) expect(await isThere(name, broker)).toBe(true);

    const free = { vhost, queues: { ...queues, paid: { ...paid, protect: false } } };
    const unprotected = await topologyRun(broker).apply(state, free);
    await topologyRun(broker).delete(unprotected);
    for (const name of ["paid", "other"]) expect(await isThere(name, broker)).toBe(false);
    await remove();
  },
);

test("the preview refuses data without it, and a change that replaces it; one in place is made", async () => {
  const data = { vhost, queues: { paid }, policies: { p: { pattern: "", maxLength: 1, protect: true } } };
  const { inputs } = await topologyRun(newest).create(data);
  const leaves = (name: string) => `${name} is protected, so it must not leave the topology: ${remedy}`;
  expect(await reasons(inputs, { vhost })).toEqual([leaves('policy "p"'), leaves('queue "paid"')]);
  expect(await reasons(inputs, { vhost: "another", policies: data.policies })).toEqual([
    leaves('policy "p"'),
    leaves('queue "paid"'),
  ]);
  const replaced = { ...data, queues: { paid: { type: "quorum", protect: false } } };
  expect(await reasons(inputs, replaced)).toEqual([
    `queue "paid" is protected, so it is not replaced for type: ${remedy}`,
  ]);
  const inPlace = { ...data, policies: { p: { pattern: "", maxLength: 2, protect: true } } };
  expect(await reasons(inputs, inPlace)).toEqual([]);
});

test("what is not deleted may leave: retained, moved, or not known yet", async () => {
  const { inputs } = await topologyRun(newest).create({ vhost, queues });
  expect(await reasons(inputs, { vhost, __retain: true })).toEqual([]);
  expect(await reasons(inputs, { vhost, queues: unknownValue })).toEqual([]);
  const queue = (name: string) => ({ kind: "Queue", args: { vhost, name }, by: "Queue" });
  expect(await reasons(inputs, { vhost, __elsewhere: JSON.stringify([queue("paid")]) })).toEqual([]);
  expect(await reasons(inputs, { vhost, __elsewhere: JSON.stringify([queue("another")]) })).toHaveLength(1);
});

test("the option protect of the topology holds for its objects, and an object's own wins over it", async () => {
  const free = { type: "classic", protect: false };
  const data = { vhost, queues: { other: queues.other, free }, __protected: true };
  const state = await topologyRun(newest).create(data);
  expect(await reasons(state.inputs, { vhost, __protected: true })).toEqual([
    `queue "other" is protected, so it must not leave the topology: ${remedy}`,
  ]);
  // Pulumi keeps the new inputs of a resource without a change, so the next run may do it.
  const later = topologyRun(newest);
  const inputs = await later.check({ vhost, queues: data.queues }, state.inputs);
  expect(await later.verbs.diff(state.id, state.outs, inputs)).toEqual({ changes: false });
  expect(await reasons(inputs, { vhost })).toEqual([]);
});

test("a change of protect alone is stored without a request", async () => {
  const state = await topologyRun(newest).create({ vhost, queues });
  const server = await startFakeServer(forward(newest.endpoint));
  said.mockClear();
  const run = topologyRun({ ...newest, endpoint: server.endpoint });
  const after = await run.apply(state, { vhost, queues: { ...queues, paid: { type: "classic" } } });
  expect(said.mock.calls.flat()).toEqual([`${title}:\n  ~ queue "paid" (protect)`]);
  expect(server.requests.filter((request) => /queues/.test(request))).toEqual([]);
  await topologyRun(newest).delete(after);
  expect(await isThere("paid")).toBe(false);
});

test("no kind has arguments of these names", () => {
  for (const { schema } of Object.values(kinds)) {
    expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(["protect"]));
    expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(["onExisting"]));
  }
});
