import { chmodSync, cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import { failure } from "../app/platform";
import { checkout, Project, templates } from "../package/project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "../package/stack";

const project = new Project();
let operator: Operator;
const before = process.env["PATH"];

const program = `
import * as rabbitmq from "pulumi-rabbitmq-topology";

const vhost = new rabbitmq.VHost("vhost", { name: "example-policy-pack" });
const later = vhost.id.apply(() => 1_000); // not known in the preview
new rabbitmq.Queue("classic", { vhost, name: "classic", type: "classic", messageTtl: later });
new rabbitmq.Queue("default", { vhost, name: "default" });
new rabbitmq.Queue("quorum", { vhost, name: "quorum", type: "quorum", messageTtl: later });
new rabbitmq.Queue("stream", { vhost, name: "stream", type: "stream" });
new rabbitmq.Topology("many", {
  vhost,
  exchanges: { events: { type: "topic" } },
  queues: { one: { type: "classic" }, two: {}, three: { type: "quorum" } },
});
`;

beforeAll(async () => {
  cpSync(path.join(checkout, "examples", "policy-pack"), project.path("pack"), { recursive: true });
  symlinkSync(path.join(checkout, "node_modules"), project.path("node_modules"));
  project.write({
    "package.json": { name: "policy-pack-test", private: true },
    "tsconfig.json": { compilerOptions: templates.nodenext, files: ["index.ts"] },
    "Pulumi.yaml": "name: policy-pack-test\nruntime: nodejs\n",
    "index.ts": program,
    // The language host of the tests may be too old to start a pack itself. This way is as old as packs are.
    "pack/PulumiPolicy.yaml": "runtime: test\n",
    "bin/pulumi-analyzer-policy-test":
      '#!/bin/sh\nexec node "$(node -p "require.resolve(\'@pulumi/pulumi/cmd/run-policy-pack\')")" "$@"\n',
  });
  chmodSync(project.path("bin", "pulumi-analyzer-policy-test"), 0o755);
  process.env["PATH"] = `${project.path("bin")}${path.delimiter}${before}`;
  operator = await makeOperator("policy-pack");
});
afterAll(async () => {
  process.env["PATH"] = before;
  await removeOperator(operator);
  project.remove();
});

test("a pack sees each queue, alone and in a topology, and refuses all that are not replicated", async () => {
  const stack = new CommandLineStack(project, operator);
  await stack.init();
  const { message } = await failure(stack.pulumi("preview", "--policy-pack", "pack"));
  const found = [...message.matchAll(/queue "(\w+)" in vhost "([\w-]+)": its type is (.*)/g)];
  expect(found.map(([, ...groups]) => groups).sort()).toEqual([
    ["classic", "example-policy-pack", "classic"],
    ["default", "example-policy-pack", "the vhost's default"],
    ["one", "example-policy-pack", "classic"],
    ["two", "example-policy-pack", "the vhost's default"],
  ]);
  expect(message).toContain("[mandatory]  quorum-queues");
  expect(message).not.toContain("can't be known");
});
