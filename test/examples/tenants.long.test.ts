import { readFileSync, symlinkSync } from "node:fs";
import amqplib from "amqplib";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "../package/stack";
import { api } from "../support/admin";
import { newest as broker } from "../support/environment";

const vhost = "tenants-example";
const tenants = 50;

const project = new Project();
let operator: Operator;
let stack: CommandLineStack;

beforeAll(async () => {
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  const files = ["Pulumi.yaml", "package.json", "index.ts"];
  project.write(Object.fromEntries(files.map((file) => [file, readFileSync(`examples/tenants/${file}`, "utf8")])));
  operator = await makeOperator("tenants");
  stack = new CommandLineStack(project, operator);
  await stack.init();
  const config = [
    "config",
    "set-all",
    "--plaintext",
    `tenants:count=${tenants}`,
    "--plaintext",
    `tenants:vhost=${vhost}`,
  ];
  await stack.pulumi(...config);
});
afterAll(async () => {
  await api(broker, "DELETE", `vhosts/${vhost}`);
  const users = Array.from({ length: tenants }, (_, index) => `tenant-${index}`);
  await api(broker, "POST", "users/bulk-delete", { users });
  await api(broker, "DELETE", "users/tenants-checkout");
  await removeOperator(operator);
  project.remove();
});

test("three hundred objects are declared in one resource, unchanged the second time, and taken away", async () => {
  await stack.up();
  const { body: queues } = await api(broker, "GET", `queues/${vhost}?disable_stats=true`);
  expect(queues).toHaveLength(2 * tenants);
  const { body: permissions } = await api(broker, "GET", `permissions/${vhost}/tenants-checkout`);
  expect(permissions).toMatchObject({ configure: "^$", write: "^(orders)$", read: "^$" });
  await limitsHold();
  // With the stack itself, its provider, and the program that is handed over.
  expect(await stack.resources()).toHaveLength(9);

  expect(await stack.pulumi("preview", "--refresh", "--expect-no-changes")).toMatch(/7 unchanged/);

  await stack.destroy();
  expect((await api(broker, "GET", `vhosts/${vhost}`)).status).toBe(404);
  expect((await api(broker, "GET", "users/tenants-checkout")).status).toBe(404);
});

/** No queue beyond those of the tenants, and no third connection of a tenant, as the example's limits have it. */
async function limitsHold(): Promise<void> {
  const more = await api({ ...broker, ...operator }, "PUT", `queues/${vhost}/one-more`, { durable: true });
  expect(more).toMatchObject({ status: 400, body: { reason: expect.stringMatching(/queue limit/) } });

  const password = "pass-of-tenant-7";
  await api(broker, "PUT", "users/tenant-7", { password, tags: "" });
  const url = `${broker.amqpUrl.replace(/\/\/.*@/, `//tenant-7:${password}@`)}/${vhost}`;
  const connections = [await amqplib.connect(url), await amqplib.connect(url)];
  await expect(amqplib.connect(url)).rejects.toThrow(/ConnectionClose/);
  await Promise.all(connections.map((connection) => connection.close()));
}
