import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { brokers, newest, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "existing";
const user = "existing app";
const warned = jest.spyOn(console, "warn").mockImplementation(() => {});

interface Existing {
  readonly kind: KindName;
  readonly args: Fields;
  /** How another client made it. */
  readonly path: string;
  readonly body: object;
  readonly reason: RegExp;
  /** The versions on which that is possible. */
  readonly on?: RegExp;
  /** The same in the data of a topology. */
  readonly data: Fields;
}

const queue = (name: string, args: Fields, table: object, more: Pick<Existing, "reason" | "on">): Existing => ({
  kind: "Queue",
  args: { vhost, name, ...args },
  path: `queues/${vhost}/${name}`,
  body: { durable: true, arguments: table },
  data: { queues: { [name]: args } },
  ...more,
});

/** What nobody should declare anew, and what brokers have nevertheless: see ../shared/cases/definitions. */
const cases: Existing[] = [
  {
    kind: "TopicPermissions",
    args: { vhost, user, exchange: "", write: ".*", read: ".*" },
    path: `topic-permissions/${vhost}/${encodeURIComponent(user)}`,
    body: { exchange: "", write: ".*", read: ".*" },
    reason: /exchange:? must not be the default exchange: it is no topic exchange, so this has no effect$/,
    data: { topicPermissions: { [user]: { "": { write: ".*", read: ".*" } } } },
  },
  {
    kind: "Exchange",
    args: { vhost, name: "alternate", type: "topic", alternateExchange: "" },
    path: `exchanges/${vhost}/alternate`,
    body: { type: "topic", durable: true, arguments: { "alternate-exchange": "" } },
    reason: /alternateExchange:? must not be empty: no exchange has that name, so it has no effect$/,
    data: { exchanges: { alternate: { type: "topic", alternateExchange: "" } } },
  },
  queue(
    "overflow",
    { type: "quorum", overflow: "reject-publish-dlx" },
    { "x-queue-type": "quorum", "x-overflow": "reject-publish-dlx" },
    { reason: /overflow:? a quorum queue treats "reject-publish-dlx" as "drop-head": use "reject-publish"$/ },
  ),
  queue(
    "timeout",
    { type: "classic", consumerTimeout: 60_000 },
    { "x-queue-type": "classic", "x-consumer-timeout": 60_000 },
    { on: /^3\.10/, reason: /consumerTimeout needs RabbitMQ 3\.12, the broker runs 3\.10/ },
  ),
  queue(
    "filter",
    { type: "stream", filterSizeBytes: 32 },
    { "x-queue-type": "stream", "x-stream-filter-size-bytes": 32 },
    { on: /^3\.10/, reason: /filterSizeBytes needs RabbitMQ 3\.13, the broker runs 3\.10/ },
  ),
  queue(
    "mode",
    { type: "classic", mode: "Lazy" },
    { "x-queue-type": "classic", "x-queue-mode": "Lazy" },
    { on: /^4\.3/, reason: /mode:? must be "default" or "lazy"$/ },
  ),
];

const on = (broker: TestBroker) => cases.filter((each) => each.on?.test(broker.version) ?? true);
const reasonsOf = ({ failures = [] }: { failures?: { reason: string }[] }) => failures.map(({ reason }) => reason);

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
    await api(broker, "PUT", `users/${encodeURIComponent(user)}`, { password: "p", tags: "" });
    warned.mockClear();
  });
  afterEach(async () => {
    await removeVHost();
    await api(broker, "DELETE", `users/${encodeURIComponent(user)}`);
  });

  test.each(on(broker))("$kind $args is refused if it is new, and stays with a warning", async (each) => {
    const { kind, args, path, body, reason } = each;
    expect(reasonsOf(await provider(broker, kind).verbs.check({}, args))).toContainEqual(expect.stringMatching(reason));
    expect(warned).not.toHaveBeenCalled();

    expect([201, 204]).toContain((await api(broker, "PUT", path, body)).status);
    const state = await provider(broker, kind).create(args);
    expect(warned).toHaveBeenCalledWith(expect.stringMatching(reason));
    expect((await provider(broker, kind).read(state)).inputs).toEqual(state.inputs);

    const unreachable = provider(broker, kind, { settings: { endpoint: "http://127.0.0.1:1" } });
    warned.mockClear();
    if (kind !== "Queue" || /overflow|mode/.test(path)) {
      expect(reasonsOf(await unreachable.verbs.check(state.outs, args))).toEqual([]);
      expect(warned).toHaveBeenCalledWith(expect.stringMatching(reason));
      expect(reasonsOf(await unreachable.verbs.check({}, args))).toContainEqual(expect.stringMatching(reason));
    }
  });

  test("a topology refuses them if they are new, and lets them stay with a warning", async () => {
    const all = on(broker);
    const data = { vhost, ...merged(all) };
    const refused = reasonsOf(await topologyRun(broker).verbs.check({}, data));
    for (const { reason } of all) expect(refused).toContainEqual(expect.stringMatching(reason));

    for (const { path, body } of all) await api(broker, "PUT", path, body);
    const state = await topologyRun(broker).create(data);
    for (const { reason } of all) expect(warned).toHaveBeenCalledWith(expect.stringMatching(reason));
    const { inputs } = await topologyRun(broker).read(state);
    expect(inputs).toEqual(state.inputs);
  });

  test("the deletion of a topic permission for the default exchange leaves the user's others", async () => {
    const path = `topic-permissions/${vhost}/${encodeURIComponent(user)}`;
    await api(broker, "PUT", path, { exchange: "amq.topic", write: "^a$", read: "" });
    await api(broker, "PUT", path, { exchange: "", write: ".*", read: ".*" });
    const args = { vhost, user, exchange: "", write: ".*", read: ".*" };
    const state = await provider(broker, "TopicPermissions").create(args);
    await provider(broker, "TopicPermissions").delete(state);
    const { body } = await api(broker, "GET", path);
    expect(body.map(({ exchange }: { exchange: string }) => exchange)).toEqual(["amq.topic"]);
  });
});

test.each(brokers)("integers beyond 2^53 are read and declared without loss, on RabbitMQ $version", async (broker) => {
  const removeVHost = await makeVHost(broker, vhost);
  const huge = { $integer: "9007199254740993" };
  const table = { "x-note": [{ $integer: "-9223372036854775808" }, 5, "9007199254740993"] };
  const args = { vhost, name: "big", type: "classic", maxLengthBytes: huge, arguments: table };
  const body = `{"durable":true,"arguments":{"x-queue-type":"classic","x-max-length-bytes":9007199254740993,"x-note":[-9223372036854775808,5,"9007199254740993"]}}`;
  const authorization = `Basic ${Buffer.from(`${broker.username}:${broker.password}`).toString("base64")}`;
  const url = `${broker.endpoint}/api/queues/${vhost}/big`;
  const theirs = await fetch(url, {
    method: "PUT",
    headers: { authorization, "content-type": "application/json" },
    body,
  });
  expect(theirs.status).toBe(201);

  const adopted = await provider(broker, "Queue").create(args);
  expect((await provider(broker, "Queue").read(adopted)).inputs).toEqual(adopted.inputs);
  const rounded = provider(broker, "Queue").create({ ...args, maxLengthBytes: { $integer: "9007199254740992" } });
  await expect(rounded).rejects.toThrow(/maxLengthBytes: wanted .*740992.*, found .*740993/);

  await provider(broker, "Queue").delete(adopted);
  await provider(broker, "Queue").create(args);
  const answer = await (await fetch(`${url}?disable_stats=true`, { headers: { authorization } })).text();
  expect(answer).toContain('"x-max-length-bytes":9007199254740993');
  expect(answer).toContain('[-9223372036854775808,5,"9007199254740993"]');

  const topology = await topologyRun(broker).create({
    vhost,
    queues: { big: { type: "classic", maxLengthBytes: huge, arguments: table } },
  });
  expect((await topologyRun(broker).read(topology)).inputs).toEqual(topology.inputs);
  await removeVHost();
});

test("one that exists otherwise than declared is refused like a new one", async () => {
  const removeVHost = await makeVHost(newest, vhost);
  await api(newest, "PUT", `exchanges/${vhost}/alternate`, { type: "topic", durable: true });
  const args = { vhost, name: "alternate", type: "topic", alternateExchange: "" };
  expect(reasonsOf(await provider(newest, "Exchange").verbs.check({}, args))).toEqual([
    "alternateExchange: must not be empty: no exchange has that name, so it has no effect",
  ]);
  await removeVHost();
});

test("with rabbitmq:previewReads=false a check asks nothing", async () => {
  const removeVHost = await makeVHost(newest, vhost);
  const { verbs, client } = provider(newest, "Queue", { settings: { previewReads: "false" } });
  const args = { vhost, name: "q", type: "classic", version: 1 };
  expect(reasonsOf(await verbs.check({}, args))).toEqual([]);
  await expect(verbs.create(args)).rejects.toThrow(/version 1 is refused from RabbitMQ 4\.3 on, the broker runs 4\.3/);
  expect(client.writes).toBe(0);
  await removeVHost();
});

function merged(all: readonly Existing[]): Fields {
  const data: Record<string, Fields> = {};
  for (const { data: part } of all) {
    for (const [section, map] of Object.entries(part)) data[section] = { ...data[section], ...(map as Fields) };
  }
  return data;
}
