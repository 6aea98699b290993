import { environmentOf } from "../import/broker/program";
import { api } from "../support/admin";
import { newest } from "../support/environment";
import { Project, pack, versionOf } from "./project";

const project = new Project();
const vhost = "package-typescript";
afterAll(async () => {
  project.remove();
  await api(newest, "DELETE", `vhosts/${vhost}`);
});

async function proofWith(devDependencies: Record<string, string>, out: string): Promise<string> {
  const tarball = await pack(project);
  const dependencies = { "@pulumi/pulumi": versionOf("@pulumi/pulumi"), "pulumi-rabbitmq-topology": `file:${tarball}` };
  project.write({ "package.json": { private: true, dependencies, devDependencies } });
  await project.npm();
  const args = ["--no-install", "rabbitmq-topology", "import", "--vhost", vhost, "--out", out];
  return project.run("npx", args, environmentOf(newest)).catch((error: Error) => error.message);
}

test("an import says that it needs TypeScript, and works with its version 6", async () => {
  await api(newest, "PUT", `vhosts/${vhost}`, {});
  await api(newest, "PUT", `queues/${vhost}/paid`, { durable: true });
  expect(await proofWith({}, "without")).toContain(
    "proof: failed: run it where pulumi-rabbitmq-topology, @pulumi/pulumi, typescript are installed: `npm install pulumi-rabbitmq-topology @pulumi/pulumi typescript@6`",
  );
  expect(await proofWith({ typescript: "6" }, "six")).toContain("proof: no changes");
});
