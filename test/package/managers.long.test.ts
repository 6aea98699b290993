import { existsSync } from "node:fs";
import { api } from "../support/admin";
import { newest } from "../support/environment";
import { type Manager, Project, pack, versionOf } from "./project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "./stack";

const pulumi = { "@pulumi/pulumi": versionOf("@pulumi/pulumi") };
const vhost = "package-managers";
const projects: Project[] = [];

let operator: Operator;

beforeAll(async () => {
  operator = await makeOperator("managers");
});
afterAll(async () => {
  for (const project of projects) project.remove();
  await api(newest, "DELETE", `vhosts/${vhost}`);
  await removeOperator(operator);
});

async function makeProject(): Promise<{ project: Project; tarball: string }> {
  const project = new Project();
  projects.push(project);
  return { project, tarball: await pack(project) };
}

async function expectToComeAndGo(project: Project): Promise<void> {
  const stack = new CommandLineStack(project, operator);
  await stack.init();
  await stack.up();
  expect(await api(newest, "GET", `queues/${vhost}/orders`)).toMatchObject({ status: 200 });
  await stack.destroy();
  expect(await api(newest, "GET", `vhosts/${vhost}`)).toMatchObject({ status: 404 });
}

describe.each<Manager>(["pnpm", "yarn"])("with %s", (manager) => {
  test("the library is found where it is a dependency of the program", async () => {
    const { project, tarball } = await makeProject();
    project.write({
      "package.json": { private: true, dependencies: { ...pulumi, "pulumi-rabbitmq-topology": `file:${tarball}` } },
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.js": `
      const rabbitmq = require("pulumi-rabbitmq-topology");
      const vhost = new rabbitmq.VHost("vhost", { name: "${vhost}" });
      new rabbitmq.Queue("orders", { vhost, name: "orders" });
    `,
    });
    await project.installBy(manager);
    await expectToComeAndGo(project);
  });

  test("the library is found where only a component package depends on it", async () => {
    const { project, tarball } = await makeProject();
    project.write({
      "platform/package.json": {
        name: "platform",
        version: "1.0.0",
        dependencies: { "pulumi-rabbitmq-topology": `file:${tarball}` },
        peerDependencies: { "@pulumi/pulumi": "*" },
      },
      "platform/index.js": `
      const pulumi = require("@pulumi/pulumi");
      const rabbitmq = require("pulumi-rabbitmq-topology");
      exports.Shop = class Shop extends pulumi.ComponentResource {
        constructor(name, args, opts) {
          super("platform:index:Shop", name, args, opts);
          const vhost = new rabbitmq.VHost(name, { name: args.vhost }, { parent: this });
          new rabbitmq.Queue(name, { vhost, name: "orders" }, { parent: this });
        }
      };
    `,
      "package.json": { private: true, dependencies: { ...pulumi, platform: "file:./platform" } },
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.js": `
      const { Shop } = require("platform");
      new Shop("shop", { vhost: "${vhost}" });
    `,
    });
    await project.installBy(manager);
    expect(existsSync(project.path("node_modules", "platform"))).toBe(true);
    // pnpm alone hides what the program does not depend on.
    expect(existsSync(project.path("node_modules", "pulumi-rabbitmq-topology"))).toBe(manager === "yarn");
    await expectToComeAndGo(project);
  });
});
