import { readFileSync } from "node:fs";
import amqplib from "amqplib";
import { Project, pack, templates, versionOf } from "../package/project";
import { makeOperator, type Operator, removeOperator } from "../package/stack";
import { api } from "../support/admin";
import { newest } from "../support/environment";

const project = new Project();
let operator: Operator;
let commands: string;

/** The blocks of the README's section in one language, as a reader copies them. */
function blocks(language: string): string[] {
  const [, section = ""] = readFileSync("README.md", "utf8").split("## Quick start");
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, code = ""]) => code,
  );
}

/** The value of a variable that the README's line for Docker sets. */
const given = (variable: string) => commands.match(new RegExp(`-e ${variable}=(\\S+)`))?.[1] ?? "";

/** The commands on the broker of the tests, with the package as it is now, and without questions. */
const here = () =>
  commands
    .replace(/^docker run [\s\S]*?:4-management$/m, "")
    .replace("install pulumi-rabbitmq-topology @pulumi/pulumi", "install --prefer-offline --no-audit --no-fund")
    .replace(given("RABBITMQ_DEFAULT_USER"), operator.username)
    .replace(
      new RegExp(`rabbitmq:username ${given("RABBITMQ_DEFAULT_USER")}`),
      `rabbitmq:username ${operator.username}`,
    )
    .replace(`rabbitmq:password ${given("RABBITMQ_DEFAULT_PASS")}`, `rabbitmq:password ${operator.password}`)
    .replace("http://localhost:15672", newest.endpoint)
    .replace(/^pulumi up$/m, "pulumi up --yes");

const run = (script: string) =>
  project.run("bash", ["-ec", script], { PULUMI_BACKEND_URL: `file://${project.path("state")}` });

beforeAll(async () => {
  commands = blocks("sh").join("\n");
  operator = await makeOperator("quick-start");
  const tarball = await pack(project);
  project.write({
    // What `pulumi new typescript` makes.
    "package.json": {
      name: "shop",
      main: "index.ts",
      dependencies: { "@pulumi/pulumi": versionOf("@pulumi/pulumi"), "pulumi-rabbitmq-topology": `file:${tarball}` },
      devDependencies: { "@types/node": versionOf("@types/node"), typescript: versionOf("typescript") },
    },
    "tsconfig.json": { compilerOptions: templates.nodenext, files: ["index.ts"] },
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "index.ts": blocks("ts").join("\n"),
    "state/.keep": "",
  });
  await run("pulumi stack init dev");
});
afterAll(async () => {
  project.remove();
  await removeOperator(operator);
});

test("the quick start does what it says, without a warning, and its URL works", async () => {
  const output = await run(here());
  expect(output).not.toMatch(/warning|error/i);
  expect(output).toMatch(/url *: \[secret\]/);

  const { body: permissions } = await api(newest, "GET", "permissions/shop/billing");
  expect(permissions).toMatchObject({ configure: "^$", write: "^(events)$", read: "^(billing\\.paid)$" });
  const { body: bindings } = await api(newest, "GET", "bindings/shop/e/events/q/billing.paid");
  expect(bindings).toMatchObject([{ routing_key: "order.*.paid" }]);
  const [url = ""] = output.match(/^amqp:\/\/billing:\S+\/shop$/m) ?? [];
  const connection = await amqplib.connect(url);
  await connection.close();

  await run("pulumi destroy --yes --skip-preview");
  expect((await api(newest, "GET", "vhosts/shop")).status).toBe(404);
});
