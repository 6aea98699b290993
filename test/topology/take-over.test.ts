import { api, makeVHost } from "../support/admin";
import { brokers, newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { said, topologyRun } from "../support/topology";

const vhost = "topology/take-over";
const encoded = encodeURIComponent(vhost);
const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
const takeOver = { onExisting: "takeOver" };
const title = `topology of vhost "${vhost}"`;

let removeVHost: () => Promise<unknown>;
const theirs = async (broker: typeof newest) => {
  removeVHost = await makeVHost(broker, vhost);
  for (const name of ["a", "b"]) {
    await api(broker, "PUT", `policies/${encoded}/${name}`, { pattern: "^a$", definition: { "max-length": 3 } });
  }
  await api(broker, "PUT", `queues/${encoded}/q`, { durable: true, arguments: { "x-queue-type": "classic" } });
  warned.mockClear();
  said.mockClear();
};
afterEach(() => removeVHost());

const policy = { pattern: "^a$", maxLength: 5 };
const data = { vhost, policies: { a: policy, b: policy, c: policy }, queues: { q: { type: "classic" } } };
const lengthsOn = async (broker: typeof newest) =>
  (await api(broker, "GET", `policies/${encoded}`)).body.map((each: { definition: object }) => each.definition);

test.each(brokers)("takes existing objects over and creates what is missing, on RabbitMQ $version", async (broker) => {
  await theirs(broker);
  await expect(topologyRun(broker).create(data)).rejects.toThrow(/exists already, with other properties/);

  const state = await topologyRun(broker, takeOver).create(data);
  expect(warned.mock.calls).toEqual([
    [
      `${title}: 2 policies exist with other properties, up takes them over:\n  policy "a": maxLength: wanted 5, found 3\n  policy "b": maxLength: wanted 5, found 3`,
    ],
  ]);
  expect(await lengthsOn(broker)).toEqual(Array(3).fill({ "max-length": 5 }));
  expect((await topologyRun(broker).read(state)).inputs).toEqual(state.inputs);

  warned.mockClear();
  await api(broker, "PUT", `policies/${encoded}/a`, { pattern: "^a$", definition: { "max-length": 3 } });
  const { verbs } = topologyRun(broker, takeOver);
  await verbs.check(state.inputs, data);
  expect(warned).not.toHaveBeenCalled();
});

test("what cannot be taken over is refused in the preview by its path, and in the run", async () => {
  await theirs(newest);
  const quorum = { vhost, queues: { q: { type: "quorum" } } };
  const problem =
    'cannot be taken over as declared, since the broker cannot change in place: type: wanted "quorum", found "classic". Nothing was changed: declare it as it is';
  const { verbs } = topologyRun(newest, takeOver);
  const { inputs, failures } = await verbs.check({}, quorum);
  expect(failures).toEqual([{ property: "", reason: `queues.q ${problem}` }]);
  await expect(verbs.create(inputs as object)).rejects.toThrow(`${title}: queue "q" in vhost "${vhost}": ${problem}`);
});

test("one topology says it, and one object otherwise; both are kept in the state and never sent", async () => {
  await theirs(newest);
  const policies = { a: policy, b: { ...policy, onExisting: "fail" } };
  await expect(topologyRun(newest).create({ vhost, onExisting: "takeOver", policies })).rejects.toThrow(
    /policy "b" .*: exists already \(onExisting=fail\)/,
  );
  expect((await lengthsOn(newest)).toSorted()).toEqual([{ "max-length": 5 }, { "max-length": 3 }]);
  const own = { vhost, policies: { b: { ...policy, onExisting: "takeOver" } } };
  const state = await topologyRun(newest).create(own);
  expect((await topologyRun(newest).read(state)).inputs).toEqual(state.inputs);
  const later = topologyRun(newest);
  const inputs = await later.check({ vhost, policies: { b: policy } }, state.inputs);
  expect(await later.verbs.diff(state.id, state.outs, inputs)).toEqual({ changes: false });
});

test("another word is refused", async () => {
  await theirs(newest);
  const wrong = { vhost, onExisting: "replace", policies: { a: { ...policy, onExisting: "x", protect: "yes" } } };
  const { failures = [] } = await topologyRun(newest).verbs.check({}, wrong);
  expect(failures.map(({ reason }) => reason)).toEqual([
    "onExisting must be adopt, fail or takeOver",
    "policies.a.onExisting must be adopt, fail or takeOver",
    "policies.a.protect must be true or false",
  ]);
});

test("a preview asks one list for each section, and none without takeOver", async () => {
  await theirs(newest);
  const server = await startFakeServer(forward(newest.endpoint));
  const asked = async (settings: object) => {
    server.requests.length = 0;
    await topologyRun({ ...newest, endpoint: server.endpoint }, settings).verbs.check(
      {},
      {
        vhost,
        queues: data.queues,
        exchanges: { e: { type: "topic" }, f: { type: "topic" } },
      },
    );
    return server.requests.filter((request) => request.includes(encoded)).sort();
  };
  expect(await asked(takeOver)).toEqual([
    `GET /api/exchanges/${encoded}?disable_stats=true`,
    `GET /api/queues/${encoded}?disable_stats=true`,
  ]);
  expect(await asked({})).toEqual([]);
});
