import { failure } from "../app/platform";
import { Project, pack, versionOf } from "../package/project";

const project = new Project();
afterAll(() => project.remove());

test("npx runs the command, and an application compiles, where only amqplib is beside the package", async () => {
  const tarball = await pack(project);
  project.write({
    "package.json": {
      name: "billing",
      private: true,
      dependencies: { amqplib: versionOf("amqplib"), "pulumi-rabbitmq-topology": `file:${tarball}` },
      devDependencies: { "@types/node": versionOf("@types/node"), typescript: versionOf("typescript") },
    },
    "tsconfig.json": {
      compilerOptions: {
        module: "nodenext",
        target: "es2022",
        lib: ["es2022"],
        types: ["node"],
        strict: true,
        noEmit: true,
      },
      files: ["app.ts"],
    },
    "contract.json": { version: 3 },
    "app.ts": `
import amqplib, { type ChannelModel } from "amqplib";
import { type Contract, ContractError, connect, type Report, verify } from "pulumi-rabbitmq-topology/app";

export async function start(contract: Contract): Promise<Report> {
  const connection = await connect("amqp://localhost", contract, { probe: true, socketOptions: { keepAlive: true } });
  connection.on("error", console.error);
  await amqplib.connect("amqp://localhost", { recovery: { setup: async (model: ChannelModel) => void (await verify(model, contract)) } });
  return verify(connection, contract).catch((error: unknown) => {
    if (error instanceof ContractError) for (const { object, code } of error.findings) console.error(object, code);
    throw error;
  });
}
`,
  });
  await project.npm();
  expect(await project.run("npx", ["--no-install", "rabbitmq-topology", "--version"])).toContain(versionOf(".."));
  const error = await failure(
    project.run("npx", ["--no-install", "rabbitmq-topology", "verify", "contract.json"], {
      AMQP_URL: "amqp://localhost",
    }),
  );
  expect(error.message).toContain("contract.json: version: 3 is not supported");
  expect(await project.run("node_modules/.bin/tsc", [])).toBe("");
});
