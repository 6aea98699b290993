import type { Stack } from "@pulumi/pulumi/automation";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { type FakeServer, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { createStack } from "../support/stack";

/** A shovel is a parameter too: a program may declare it by either class, and move it from one to the other. */
const vhost = "moved-parameter";
const other = "moved-parameter-2";
const user = "moved parameter app";
const uri = "amqp://guest:secret-3Kd@127.0.0.1:1";
const ends = { srcQueue: "a", destQueue: "b" };
const value = { "src-uri": uri, "src-queue": "a", "dest-uri": uri, "dest-queue": "b" };

let server: FakeServer;
let stack: Stack;
let removals: (() => Promise<unknown>)[];

beforeEach(async () => {
  server = await startFakeServer(forward(newest.endpoint));
  removals = [await makeVHost(newest, vhost), await makeVHost(newest, other)];
  stack = await createStack({ ...newest, endpoint: server.endpoint });
});
afterEach(async () => {
  for (const remove of removals) await remove();
  await api(newest, "DELETE", `users/${encodeURIComponent(user)}`);
});

async function up(program: () => void): Promise<string[]> {
  server.requests.length = 0;
  stack.workspace.program = async () => program();
  await stack.up();
  return server.requests.filter((request) => !request.startsWith("GET"));
}

const storedOf = async (where: string) =>
  (await api(newest, "GET", `parameters/shovel/${where}`)).body.map(({ name }: { name: string }) => name);

const places: [where: string, declare: () => void][] = [
  [
    "a topology's parameter",
    () => void new rabbitmq.Topology("t", { vhost, parameters: { shovel: { s: { value } } } }),
  ],
  ["a Shovel", () => void new rabbitmq.Shovel("s", { vhost, name: "s", ...ends, srcUri: uri, destUri: uri })],
  ["a Parameter", () => void new rabbitmq.Parameter("p", { vhost, component: "shovel", name: "s", value })],
  [
    "a topology's shovel",
    () =>
      void new rabbitmq.Topology("u", { vhost, shovels: { s: { ...ends, srcUri: uri, destUri: uri } }, exchanges: {} }),
  ],
  [
    "a topology's parameter again",
    () => void new rabbitmq.Topology("u", { vhost, parameters: { shovel: { s: { value } } } }),
  ],
];

test("a shovel that moves from one class to another is never deleted", async () => {
  for (const [where, declare] of places) {
    const writes = await up(declare);
    expect({ where, deletes: writes.filter((write) => write.startsWith("DELETE")) }).toEqual({ where, deletes: [] });
    expect(await storedOf(vhost)).toEqual(["s"]);
  }
});

test("a topology with secrets moves to another vhost", async () => {
  const program = (where: string) => () => {
    new rabbitmq.Topology("u", {
      vhost: where,
      users: { [user]: { password: "secret-3Kd" } },
      permissions: { [user]: { read: ".*" } },
      shovels: { s: { ...ends, srcUri: uri, destUri: uri } },
      parameters: { "federation-upstream": { up: { value: { uri } } } },
    });
  };
  await up(program(vhost));
  const writes = await up(program(other));
  expect(writes.filter((write) => /users/.test(write) && write.startsWith("DELETE"))).toEqual([]);
  expect([await storedOf(vhost), await storedOf(other)]).toEqual([[], ["s"]]);
  const rights = (await api(newest, "GET", `users/${encodeURIComponent(user)}/permissions`)).body;
  expect(rights).toEqual([expect.objectContaining({ vhost: other, read: ".*" })]);
  expect(await up(program(other))).toEqual([]);
});
