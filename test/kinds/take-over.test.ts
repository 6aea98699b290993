import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { unknownValue } from "../../provider/unknown";
import { api, makeVHost } from "../support/admin";
import { brokers, newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider, said } from "../support/provider";

const vhost = "kinds/take-over";
const encoded = encodeURIComponent(vhost);
const user = "kinds/take-over app";
const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
const takeOver = { settings: { onExisting: "takeOver" } };

const reasonsOf = ({ failures = [] }: { failures?: { reason: string }[] }) => failures.map(({ reason }) => reason);

/** What another client made, and what the program declares instead. */
const cases: { kind: KindName; path: string; body: object; args: Fields; says: string }[] = [
  {
    kind: "Policy",
    path: `policies/${encoded}/limit`,
    body: { pattern: "^a$", "apply-to": "queues", priority: 0, definition: { "max-length": 3 } },
    args: { vhost, name: "limit", pattern: "^a$", applyTo: "queues", maxLength: 5 },
    says: `policy "limit" in vhost "${vhost}": exists with other properties, up takes it over: maxLength: wanted 5, found 3`,
  },
  {
    kind: "Permissions",
    path: `permissions/${encoded}/${encodeURIComponent(user)}`,
    body: { configure: "", write: "^b$", read: ".*" },
    args: { vhost, user, configure: "^$", write: "^a$", read: ".*" },
    says: `permissions of user "${user}" in vhost "${vhost}": exists with other properties, up takes it over: write: wanted "^a$", found "^b$"`,
  },
  {
    kind: "User",
    path: `users/${encodeURIComponent(user)}`,
    body: { password: "old", tags: "management" },
    args: { name: user, password: "s3cret", tags: [] },
    says: `user "${user}": exists with other properties, up takes it over: password: differs; tags: wanted [], found ["management"]`,
  },
  {
    kind: "VHost",
    path: `vhost-limits/${encoded}/max-queues`,
    body: { value: 7 },
    args: { name: vhost, maxQueues: 9, maxConnections: 5 },
    says: `vhost "${vhost}": exists with other properties, up takes it over: maxConnections: wanted 5, found none; maxQueues: wanted 9, found 7`,
  },
  {
    kind: "VHostLimits",
    path: `vhost-limits/${encoded}/max-queues`,
    body: { value: 7 },
    args: { vhost, maxQueues: 9 },
    says: `limits of vhost "${vhost}": exists with other properties, up takes it over: maxQueues: wanted 9, found 7`,
  },
];

describe.each(brokers)("with rabbitmq:onExisting=takeOver on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
    await api(broker, "PUT", `users/${encodeURIComponent(user)}`, { password: "p", tags: "" });
    warned.mockClear();
    said.mockClear();
  });
  afterEach(async () => {
    await removeVHost();
    await api(broker, "DELETE", `users/${encodeURIComponent(user)}`);
  });

  test.each(cases)("$kind is changed in place, and the preview lists the changes", async (each) => {
    const { kind, path, body, args, says } = each;
    expect([201, 204]).toContain((await api(broker, "PUT", path, body)).status);
    await expect(provider(broker, kind).create(args)).rejects.toThrow(/exists already, with other properties/);

    warned.mockClear();
    const state = await provider(broker, kind, takeOver).create(args);
    expect(warned.mock.calls).toEqual([[says]]);
    expect((await provider(broker, kind).read(state)).inputs).toEqual(state.inputs);
    await expect(provider(broker, kind).create(args)).resolves.toMatchObject({ id: state.id });
  });

  test("what the broker cannot change in place is refused, in the preview and in the run, and stays", async () => {
    await api(broker, "PUT", `exchanges/${encoded}/events`, { type: "fanout", durable: true });
    const args = { vhost, name: "events", type: "topic", durable: true };
    const problem =
      'cannot be taken over as declared, since the broker cannot change in place: type: wanted "topic", found "fanout". Nothing was changed: declare it as it is';
    const { verbs } = provider(broker, "Exchange", takeOver);
    const checked = await verbs.check({}, args);
    expect(reasonsOf(checked)).toEqual([problem]);
    await expect(verbs.create(checked.inputs)).rejects.toThrow(`exchange "events" in vhost "${vhost}": ${problem}`);
    expect((await api(broker, "GET", `exchanges/${encoded}/events`)).body.type).toBe("fanout");
  });

  test("what is missing is created, and what is as declared is adopted, both without a warning", async () => {
    const args = { vhost, name: "events", type: "topic" };
    await provider(broker, "Exchange", takeOver).create(args);
    expect(said).not.toHaveBeenCalled();
    await provider(broker, "Exchange", takeOver).create(args);
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/existed already and is now managed by this stack/));
    expect(warned).not.toHaveBeenCalled();
  });
});

describe("on one broker", () => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(newest, vhost);
    await api(newest, "PUT", `policies/${encoded}/limit`, { pattern: "^a$", definition: { "max-length": 3 } });
    warned.mockClear();
    said.mockClear();
  });
  afterEach(() => removeVHost());
  const args = { vhost, name: "limit", pattern: "^a$", maxLength: 5 };
  const lengthOnBroker = async () => (await api(newest, "GET", `policies/${encoded}/limit`)).body.definition;

  test("one resource says it by itself, in one or the other way; the broker and the state's arguments do not get it", async () => {
    const { verbs } = provider(newest, "Policy", takeOver);
    await expect(verbs.create({ ...args, onExisting: "adopt" })).rejects.toThrow(
      /exists already, with other properties/,
    );
    await expect(verbs.create({ ...args, onExisting: "fail" })).rejects.toThrow(/exists already \(onExisting=fail\)/);
    expect(await lengthOnBroker()).toEqual({ "max-length": 3 });
    const state = await provider(newest, "Policy").create({ ...args, onExisting: "takeOver" });
    expect(await lengthOnBroker()).toEqual({ "max-length": 5 });
    const later = provider(newest, "Policy");
    const { inputs } = await later.verbs.check(state.inputs, args);
    expect(await later.diff(state, inputs)).toEqual({ changes: false });
    expect((await later.read(state)).inputs).toEqual(state.inputs);
  });

  test("another word is refused", async () => {
    expect(reasonsOf(await provider(newest, "Policy").verbs.check({}, { ...args, onExisting: "replace" }))).toEqual([
      "onExisting must be adopt, fail or takeOver",
    ]);
  });

  test("the questions of many new objects are one list; without takeOver there are none", async () => {
    const server = await startFakeServer(forward(newest.endpoint));
    const asked = async (settings: Record<string, string>) => {
      const { verbs } = provider({ ...newest, endpoint: server.endpoint }, "Policy", { settings });
      server.requests.length = 0;
      for (const name of ["a", "b", "c", "d"]) await verbs.check({}, { ...args, name });
      return server.requests.filter((request) => request.includes("policies"));
    };
    expect(await asked({ onExisting: "takeOver" })).toEqual([`GET /api/policies/${encoded}`]);
    expect(await asked({})).toEqual([]);
    expect(await asked({ onExisting: "takeOver", previewReads: "false" })).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test("what is not known yet is no difference", async () => {
    const { verbs } = provider(newest, "Policy", takeOver);
    expect(reasonsOf(await verbs.check({}, { ...args, maxLength: unknownValue }))).toEqual([]);
    expect(reasonsOf(await verbs.check({}, { ...args, name: unknownValue }))).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
  });

  test("a replacement of the resource's own object is not taken for an existing one", async () => {
    const exchange = { vhost, name: "own", type: "fanout" };
    const state = await provider(newest, "Exchange", takeOver).create(exchange);
    const { verbs, check } = provider(newest, "Exchange", takeOver);
    const news = { ...exchange, type: "topic" };
    await verbs.check(state.inputs, news);
    await verbs.create(await check(news));
    expect((await api(newest, "GET", `exchanges/${encoded}/own`)).body.type).toBe("topic");
  });

  test("what adoption means is said once in a run", async () => {
    for (const name of ["x", "y"]) {
      await api(newest, "PUT", `exchanges/${encoded}/${name}`, { type: "topic", durable: true });
    }
    const { create } = provider(newest, "Exchange");
    for (const name of ["x", "y"]) await create({ vhost, name, type: "topic" });
    const now = "existed already and is now managed by this stack";
    expect(said.mock.calls.flat()).toEqual([
      `exchange "x" in vhost "${vhost}" ${now}. Adopted objects are the stack's own: \`pulumi destroy\` deletes them, unless protect or retainOnDelete is set. If you only renamed a resource, run \`pulumi up\` without --target next, or give it an alias`,
      `exchange "y" in vhost "${vhost}" ${now}`,
    ]);
  });
});
