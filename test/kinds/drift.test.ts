import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { provider } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "drift";
const user = "drift app";
let removeVHost: () => Promise<unknown>;
const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
beforeEach(async () => {
  removeVHost = await makeVHost(newest, vhost);
  await api(newest, "PUT", `users/${encodeURIComponent(user)}`, { password: "before", tags: "" });
  warned.mockClear();
});
afterEach(async () => {
  await removeVHost();
  await api(newest, "DELETE", `users/${encodeURIComponent(user)}`);
});

const queue = `queues/${vhost}/orders`;
const exchange = `exchanges/${vhost}/events`;
const again = async (path: string, body: object) => {
  await api(newest, "DELETE", path);
  await api(newest, "PUT", path, body);
};
const permission = `permissions/${vhost}/${encodeURIComponent(user)}`;
const all = { configure: ".*", write: ".*", read: ".*" };

/** What a resource declares, what another client makes of it, and what the refusal says of that. */
const cases: [KindName, Fields, path: string, theirs: () => Promise<unknown>, RegExp][] = [
  [
    "Queue",
    { vhost, name: "orders", type: "classic" },
    queue,
    () => again(queue, { durable: true, arguments: { "x-queue-type": "stream" } }),
    /type: the state has "classic", the broker has "stream"/,
  ],
  [
    "Exchange",
    { vhost, name: "events", type: "topic" },
    exchange,
    () => again(exchange, { durable: true, type: "fanout" }),
    /type: the state has "topic", the broker has "fanout"/,
  ],
  [
    "Policy",
    { vhost, name: "limit", pattern: "^orders$", definition: { "max-length": 5 } },
    `policies/${vhost}/limit`,
    () => api(newest, "PUT", `policies/${vhost}/limit`, { pattern: ".*", definition: { "max-length": 5 } }),
    /pattern: the state has "\^orders\$", the broker has "\.\*"/,
  ],
  [
    "Permissions",
    { vhost, user, read: "^orders$" },
    permission,
    () => api(newest, "PUT", permission, all),
    /configure: .*; read: the state has "\^orders\$", the broker has "\.\*"/,
  ],
  [
    "User",
    { name: `${user} of a team`, password: "s3cret" },
    `users/${encodeURIComponent(`${user} of a team`)}`,
    () => api(newest, "PUT", `users/${encodeURIComponent(`${user} of a team`)}`, { password: "0ther", tags: "" }),
    /password: differs\. Nothing was changed/,
  ],
];

test.each(cases)("a %s that another client changed is not deleted, unless drift is ignored", async (...given) => {
  const [kind, args, path, change, reason] = given;
  const state = await provider(newest, kind).create(args);
  await change();
  const refusal = provider(newest, kind).delete(state);
  await expect(refusal).rejects.toThrow(/not deleted: another client changed it since the last run: /);
  await expect(refusal).rejects.toThrow(reason);
  expect((await api(newest, "GET", path)).status).toBe(200);

  await provider(newest, kind, { settings: { onDrift: "ignore" } }).delete(state);
  expect((await api(newest, "GET", path)).status).toBe(404);
});

test("a topology deletes nothing if another client changed one of the objects", async () => {
  const queues = { orders: { type: "classic" }, other: { type: "classic" } };
  const state = await topologyRun(newest).create({ vhost, queues });
  await again(queue, { durable: true, arguments: { "x-queue-type": "stream" } });
  await expect(topologyRun(newest).delete(state)).rejects.toThrow(
    /queue "orders" .*not deleted: another client changed it/,
  );
  expect((await api(newest, "GET", `queues/${vhost}`)).body).toHaveLength(2);
});

test("an update warns of what it sets back, and not of what agrees with it", async () => {
  const args = { vhost, user, read: "^orders$", write: "^a$" };
  const state = await provider(newest, "Permissions").create(args);
  await api(newest, "PUT", permission, { configure: "^$", read: ".*", write: "^b$" });
  const inputs = await provider(newest, "Permissions").check({ ...args, write: "^b$" });
  await provider(newest, "Permissions").update(state, inputs);
  expect(warned.mock.calls).toEqual([
    [
      `permissions of user "${user}" in vhost "${vhost}": another client changed it since the last run, which is overwritten: read: the state has "^orders$", the broker has ".*"`,
    ],
  ]);
});

test("a queue that another client declared anew is not replaced", async () => {
  const state = await provider(newest, "Queue").create({ vhost, name: "orders", type: "classic" });
  await again(queue, { durable: true, arguments: { "x-queue-type": "stream" } });
  const replacement = provider(newest, "Queue").apply(state, { ...state.inputs, type: "quorum" });
  await expect(replacement).rejects.toThrow(/not replaced: another client changed it since the last run: type: /);
  expect((await api(newest, "GET", queue)).body).toMatchObject({ type: "stream" });
});
