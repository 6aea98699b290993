import type { Stack } from "@pulumi/pulumi/automation";
import type { Fields } from "../../model/object";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { createStack, stateOf } from "../support/stack";

const vhost = "leftover";
const urnOf = (kind: string, name: string) => `urn:pulumi:test::test::pulumi-nodejs:dynamic/rabbitmq:${kind}::${name}`;

let stack: Stack;
let removeVHost: () => Promise<unknown>;
beforeEach(async () => {
  removeVHost = await makeVHost(newest, vhost);
  stack = await createStack(newest);
});
afterEach(async () => {
  await stack.destroy();
  await removeVHost();
});

/** An exchange, since nothing guards it, and something else of the program. */
const single = (resource: string) => async () => {
  new rabbitmq.Exchange(resource, { vhost, name: "events", type: "topic" });
  new rabbitmq.Queue("orders", { vhost, name: "orders", type: "classic" });
};
const topology = (resource: string) => async () => {
  new rabbitmq.Topology(resource, { vhost, exchanges: { events: { type: "topic" } } });
};
const exists = async () => (await api(newest, "GET", `exchanges/${vhost}/events`)).status === 200;
const names = async () => (await stateOf(stack)).map(({ urn }) => urn.split("::").at(-1));
async function run(
  program: () => Promise<unknown>,
  options: Fields = {},
  verb: "up" | "destroy" = "up",
): Promise<string> {
  stack.workspace.program = program as never;
  const { stdout } = await stack[verb](options as never);
  return stdout.replace(/\s+/g, " ");
}
const kept = (by: string) => `exchange "events" in vhost "${vhost}": not deleted, since ${by} declares it`;

test("an object of a resource that was renamed is not deleted by an up of a part of the stack", async () => {
  const [before, after] = [urnOf("Exchange", "before"), urnOf("Exchange", "after")];
  await run(single("before"));
  expect(await run(single("after"), { target: [before] })).toContain(kept('Exchange "after"'));
  expect(await names()).not.toContain("before");
  expect(await exists()).toBe(true);

  await run(single("before"));
  expect(await run(single("after"), { exclude: [after] })).toContain(kept('Exchange "after"'));
  expect(await exists()).toBe(true);

  // Two entries of one object.
  await run(single("before"));
  expect(await run(single("after"), { target: [after] })).toContain("If you only renamed a resource");
  expect(await names()).toEqual(expect.arrayContaining(["before", "after"]));
  expect(await run(single("after"), { target: [before] })).toContain(kept('Exchange "after"'));
  expect(await exists()).toBe(true);

  await run(single("after"), { runProgram: true }, "destroy");
  expect(await exists()).toBe(false);
});

test("nor is one of a topology that was renamed", async () => {
  await run(topology("before"));
  const target = [urnOf("Topology", "before")];
  expect(await run(topology("after"), { target })).toContain(kept('Topology "after"'));
  expect(await exists()).toBe(true);
  await run(topology("after"));
});

test("destroy --target of a leftover entry deletes the object, unless it runs the program", async () => {
  await run(single("before"));
  await run(single("after"), { target: [urnOf("Exchange", "after")] });
  const options = { target: [urnOf("Exchange", "before")] };
  expect(await run(single("after"), { ...options, runProgram: true }, "destroy")).toContain(kept('Exchange "after"'));
  expect(await exists()).toBe(true);

  await run(single("before"), { target: [urnOf("Exchange", "before")] });
  await run(single("after"), options, "destroy");
  expect(await exists()).toBe(false);
});

test("refresh and destroy --refresh do not take what an earlier program declared for declared now", async () => {
  await run(single("before"));
  await stack.refresh();
  await run(single("before"), { refresh: true }, "destroy");
  expect(await exists()).toBe(false);
  expect(await stateOf(stack)).toEqual([]);
});
