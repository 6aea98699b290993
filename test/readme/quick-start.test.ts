import { readFileSync } from "node:fs";
import { ModuleKind, transpile } from "typescript";
import * as rabbitmq from "../../sdk";
import { api } from "../support/admin";
import { newest } from "../support/environment";
import { createStack } from "../support/stack";

/** The program of the README, as a reader copies it. */
function quickStart(): void {
  const [, source = ""] = readFileSync("README.md", "utf8").match(/```ts\n([\s\S]*?)```/) ?? [];
  const load = (name: string) => (name === "pulumi-rabbitmq-topology" ? rabbitmq : require(name));
  new Function("require", "exports", transpile(source, { module: ModuleKind.CommonJS }))(load, {});
}

test("the program of the quick start does what it says", async () => {
  const stack = await createStack(newest, async () => quickStart());
  await stack.up();
  const { body: permissions } = await api(newest, "GET", "permissions/shop/billing");
  expect(permissions).toMatchObject({ configure: "^$", write: "^(events)$", read: "^(billing\\.paid)$" });
  const { body: bindings } = await api(newest, "GET", "bindings/shop/e/events/q/billing.paid");
  expect(bindings).toMatchObject([{ routing_key: "order.*.paid" }]);
  await stack.destroy();
  expect((await api(newest, "GET", "vhosts/shop")).status).toBe(404);
});
