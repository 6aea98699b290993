import { api } from "../support/admin";
import { newest } from "../support/environment";
import { Project, pack, versionOf } from "./project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "./stack";

const vhost = "package-esm";
const project = new Project();
let operator: Operator;

beforeAll(async () => {
  operator = await makeOperator("esm");
});
afterAll(async () => {
  project.remove();
  await api(newest, "DELETE", `vhosts/${vhost}`);
  await removeOperator(operator);
});

test("a program that is an ES module declares, and awaits a lookup at its top level", async () => {
  const tarball = await pack(project);
  project.write({
    "package.json": {
      private: true,
      type: "module",
      dependencies: { "@pulumi/pulumi": versionOf("@pulumi/pulumi"), "pulumi-rabbitmq-topology": `file:${tarball}` },
    },
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "index.js": `
      import * as rabbitmq from "pulumi-rabbitmq-topology";
      const { rabbitmqVersion } = await rabbitmq.getOverview();
      const vhost = new rabbitmq.VHost("vhost", { name: "${vhost}", description: rabbitmqVersion });
      new rabbitmq.Queue("orders", { vhost, name: "orders" });
    `,
  });
  await project.npm();
  const stack = new CommandLineStack(project, operator);
  await stack.init();
  await stack.up();
  expect((await api(newest, "GET", `vhosts/${vhost}`)).body).toMatchObject({ description: newest.version });
  await stack.destroy();
  expect(await api(newest, "GET", `vhosts/${vhost}`)).toMatchObject({ status: 404 });
});
