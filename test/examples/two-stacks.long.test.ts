import { symlinkSync } from "node:fs";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "../package/stack";
import { api } from "../support/admin";
import { newest as broker } from "../support/environment";
import { copyExample } from "./example";

const vhost = "example-two-stacks";
const project = new Project();
let operator: Operator;
let platform: CommandLineStack;
let application: CommandLineStack;

/** A folder of the example is a Pulumi project of its own; both keep their states in one backend. */
const stackIn = async (folder: string) => {
  const stack = new CommandLineStack(project, operator, broker, folder);
  await stack.init();
  return stack;
};

beforeAll(async () => {
  copyExample("two-stacks", project);
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  operator = await makeOperator("two-stacks");
  platform = await stackIn("platform");
  application = await stackIn("application");
});
afterAll(async () => {
  await api(broker, "DELETE", `vhosts/${vhost}`);
  await removeOperator(operator);
  project.remove();
});

test("the application's stack reads the URL and the contract of the platform's, and its application may consume", async () => {
  const amqp = broker.amqpUrl.replace(/\/\/.*@/, "//");
  await platform.pulumi("config", "set", "vhost", vhost);
  await platform.pulumi("config", "set", "amqp", amqp);
  await platform.up();
  expect(platform.output).toMatch(/billing *: \[secret\]/);

  await application.pulumi("config", "set", "platform", "organization/platform/test");
  await application.up();
  const output = await application.pulumi("stack", "output", "environment", "--json", "--show-secrets");
  const app = project.path("application", "app.js");
  expect(await project.run(process.execPath, [app], JSON.parse(output))).toBe(
    "billing may consume from billing.paid\n",
  );

  await application.destroy();
  await platform.destroy();
  expect((await api(broker, "GET", `vhosts/${vhost}`)).status).toBe(404);
});
