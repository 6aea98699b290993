import type { RequestListener } from "node:http";
import type { Fields } from "../../model/object";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { provider, type State, said } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "interrupted";
let removeVHost: () => Promise<unknown>;
beforeEach(async () => {
  removeVHost = await makeVHost(newest, vhost);
  said.mockClear();
});
afterEach(() => removeVHost());

const isDelete = (path: string) => (method: string, url: string) => method === "DELETE" && url.includes(path);
const html: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<html>");
};
const gone: RequestListener = (request) => request.destroy();

/** Passes requests on until the first one of a kind, then does something else with it and all later ones. */
async function faultAt(is: (method: string, url: string) => boolean, fault: RequestListener, isLost: boolean) {
  const pass = forward(newest.endpoint);
  let hasBegun = false;
  const server = await startFakeServer((request, response) => {
    if (hasBegun) return fault(request, response);
    hasBegun = is(String(request.method), String(request.url));
    // The broker gets the request; its answer may be lost.
    pass(
      request,
      hasBegun && isLost
        ? (Object.assign(Object.create(response), { writeHead() {}, end: () => response.destroy() }) as typeof response)
        : response,
    );
  });
  return { ...newest, endpoint: server.endpoint, timeout: 1 };
}

const bindings = async () =>
  ((await api(newest, "GET", `bindings/${vhost}`)).body as Fields[])
    .filter(({ source }) => source !== "")
    .map(({ source, destination, routing_key }) => `${source} ${routing_key} ${destination}`)
    .sort();
/** Of this vhost, since other tests have notes on the same broker. */
const notes = async () =>
  ((await api(newest, "GET", "global-parameters")).body as Fields[]).filter(({ value }) =>
    JSON.stringify(value).includes(`"vhost":"${vhost}"`),
  );

/** A queue and an exchange with a binding of the program's own and one of another application, with arguments. */
async function declared() {
  const queue = await provider(newest, "Queue").create({ vhost, name: "orders", type: "classic" });
  const exchange = await provider(newest, "Exchange").create({ vhost, name: "events", type: "topic" });
  await provider(newest, "Binding").create({ vhost, source: "events", destination: "orders", routingKey: "own" });
  const theirs = { routing_key: "theirs", arguments: { "x-note": "of another application" } };
  await api(newest, "POST", `bindings/${vhost}/e/events/q/orders`, theirs);
  return { queue, exchange };
}
const both = ["events own orders", "events theirs orders"];

const faults: [string, RequestListener][] = [
  ["the broker is gone", gone],
  ["a proxy answers HTML", html],
];

describe.each(["Queue", "Exchange"] as const)("a %s whose replacement was interrupted", (kind) => {
  const path = kind === "Queue" ? "/queues/" : "/exchanges/";
  const change = kind === "Queue" ? { type: "quorum" } : { type: "fanout" };
  const stateOf = ({ queue, exchange }: Awaited<ReturnType<typeof declared>>): State =>
    kind === "Queue" ? queue : exchange;

  test.each(faults)("after the delete, when %s, gets its bindings back in the next run", async (_, fault) => {
    const state = stateOf(await declared());
    const broker = await faultAt(isDelete(path), fault, false);
    await expect(provider(broker, kind).apply(state, { ...state.inputs, ...change })).rejects.toThrow();
    expect(await bindings()).toEqual([]);

    // The state of a killed run has nothing of it.
    await provider(newest, kind).apply(state, { ...state.inputs, ...change });
    expect(await bindings()).toEqual(both);
    expect(await notes()).toEqual([]);
    expect(said.mock.calls.flat()).toContainEqual(expect.stringContaining("2 objects with it, which are restored"));
  });

  test("by a delete whose answer was lost gets its bindings back, too", async () => {
    const state = stateOf(await declared());
    const broker = await faultAt(isDelete(path), gone, true);
    await expect(provider(broker, kind).apply(state, { ...state.inputs, ...change })).rejects.toThrow();
    await provider(newest, kind).apply(state, { ...state.inputs, ...change });
    expect(await bindings()).toEqual(both);
    expect(await notes()).toEqual([]);
  });

  test("and that is deleted then leaves no note behind", async () => {
    const state = stateOf(await declared());
    const broker = await faultAt(isDelete(path), gone, false);
    await expect(provider(broker, kind).apply(state, { ...state.inputs, ...change })).rejects.toThrow();
    expect(await notes()).toHaveLength(1);
    await provider(newest, kind).delete(state);
    expect(await notes()).toEqual([]);
  });
});

test("a refused replacement leaves no note", async () => {
  const { queue } = await declared();
  await api(newest, "POST", `exchanges/${vhost}/amq.default/publish`, {
    properties: {},
    routing_key: "orders",
    payload: "order",
    payload_encoding: "string",
  });
  await expect(provider(newest, "Queue").apply(queue, { ...queue.inputs, type: "quorum" })).rejects.toThrow(
    "1 message",
  );
  expect(await notes()).toEqual([]);
});

test("a topology whose replacement of a queue was interrupted restores the bindings of others in the next run", async () => {
  const data = (type: string) => ({
    vhost,
    exchanges: { events: { type: "topic" } },
    queues: { orders: { type } },
    bindings: [{ source: "events", destination: "orders", routingKey: "own" }],
  });
  const state = await topologyRun(newest).create(data("classic"));
  await api(newest, "POST", `bindings/${vhost}/e/events/q/orders`, { routing_key: "theirs" });
  const broker = await faultAt(isDelete("/queues/"), gone, false);
  await expect(topologyRun(broker, { timeout: "1" }).apply(state, data("quorum"))).rejects.toThrow();
  await topologyRun(newest).apply(state, data("quorum"));
  expect(await bindings()).toEqual(both);
  expect(await notes()).toEqual([]);
});

test("a login that may not write the note replaces nevertheless, and warns", async () => {
  const { queue } = await declared();
  const user = { username: "interrupted manager", password: "s3cret" };
  const path = `users/${encodeURIComponent(user.username)}`;
  await api(newest, "PUT", path, { password: user.password, tags: "management" });
  const all = { configure: ".*", write: ".*", read: ".*" };
  await api(newest, "PUT", `permissions/${vhost}/${encodeURIComponent(user.username)}`, all);
  const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
  await provider({ ...newest, ...user }, "Queue").apply(queue, { ...queue.inputs, type: "quorum" });
  expect(warned.mock.calls.flat()).toContainEqual(expect.stringContaining("lacks the tag policymaker"));
  warned.mockRestore();
  expect(await bindings()).toEqual(both);
  await api(newest, "DELETE", path);
});
