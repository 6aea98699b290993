import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, removeOperator } from "../package/stack";

const project = new Project();
let stack: CommandLineStack;

beforeAll(async () => {
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  project.write({
    "Pulumi.yaml": "name: endpoint\nruntime: nodejs\n",
    "package.json": { main: "index.js" },
    "index.js": "",
  });
  stack = new CommandLineStack(project, await makeOperator("endpoint"));
  await stack.init();
});
afterAll(async () => {
  await removeOperator({ username: "operator-7Qx2-endpoint", password: "" });
  project.remove();
});

const endpoint = '"http://u:PASSWORD" + "@127.0.0.1:1"';

test.each([
  ["as text", endpoint],
  ["as a secret", `pulumi.secret(${endpoint})`],
])("a password in a provider's endpoint, given %s, is shown and stored nowhere", async (_how, given) => {
  project.write({
    "index.js": `
      const pulumi = require("@pulumi/pulumi");
      const { Provider, VHost } = require("pulumi-rabbitmq-topology");
      const provider = new Provider("east", { endpoint: ${given} });
      new VHost("vhost", { name: "endpoint-password" }, { provider });`,
  });
  const shown = await stack.up().catch((error: Error) => error.message);
  expect(shown).toContain(
    'Provider "east": endpoint must not contain credentials: set rabbitmq:username and rabbitmq:password',
  );
  const state = project.path("state");
  const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const stored = files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
  expect(stored.some((text) => text.includes("pulumi:pulumi:Stack"))).toBe(true);
  for (const text of [shown, ...stored]) expect(text).not.toContain("PASSWORD");
});
