import { cpSync } from "node:fs";
import path from "node:path";
import type { BrokerObject } from "../../model/object";
import { type KindName, kinds } from "../../provider/kinds";
import { sections } from "../../provider/topology/section";
import { providerText } from "../../sdk/provider-text";
import { api } from "../support/admin";
import { newest, someOf } from "../support/environment";
import { dataOf, kindCases } from "../support/kind-cases";
import { Project, pack, templates, versionOf } from "./project";
import { CommandLineStack, makeOperator, type Operator, removeOperator, type StateResource } from "./stack";

const project = new Project();
const user = { name: "package-npm", password: "user-pw-4tLm", changed: "user-pw-changed-8sVw" };
const vhost = "package";

beforeAll(async () => {
  const tarball = await pack(project);
  cpSync(path.join(__dirname, "consumer"), project.path("consumer"), { recursive: true });
  project.write({
    "package.json": {
      name: "shop",
      private: true,
      dependencies: {
        "@pulumi/pulumi": versionOf("@pulumi/pulumi"),
        amqplib: versionOf("amqplib"),
        "pulumi-rabbitmq-topology": `file:${tarball}`,
      },
      devDependencies: { "@types/node": versionOf("@types/node"), typescript: versionOf("typescript") },
    },
    "tsconfig.json": { compilerOptions: templates.nodenext, files: ["index.ts"] },
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "index.ts": `${program}${others()}`,
    "consumer/every-kind.ts": everyKind(),
  });
  await project.npm();
});
afterAll(() => project.remove());

describe.each(someOf(Object.entries(templates)))(
  "with the settings of Pulumi's template, %s",
  (name, compilerOptions) => {
    test("a program with every class compiles, and one with mistakes does not", async () => {
      project.write({
        [`consumer/${name}.json`]: {
          compilerOptions: { ...compilerOptions, noEmit: true, resolveJsonModule: true, esModuleInterop: true },
          include: ["*.ts"],
        },
      });
      expect(await project.run("node_modules/.bin/tsc", ["-p", `consumer/${name}.json`])).toBe("");
    });
  },
);

const program = `
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const rabbit = new pulumi.Config("rabbitmq");
const east = new rabbitmq.Provider("east", {
  endpoint: rabbit.require("endpoint"),
  username: rabbit.require("username"),
  password: rabbit.require("password"),
});
const vhost = new rabbitmq.VHost("vhost", { name: "${vhost}" });
const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
const paid = new rabbitmq.Queue("paid", { vhost, name: "paid" }, { provider: east });
new rabbitmq.Binding("paid", { source: events, destination: paid });
const user = new rabbitmq.User("user", { name: "${user.name}", password: fs.readFileSync("password", "utf8") });
new rabbitmq.Permissions("user", { vhost, user });
new rabbitmq.TopicPermissions("user", { vhost, user, exchange: events });
new rabbitmq.Policy("ttl", { vhost, name: "ttl", pattern: "^paid$", definition: { "message-ttl": 60_000 } });
new rabbitmq.OperatorPolicy("cap", { vhost, name: "cap", pattern: "^paid$", definition: { "max-length": 1_000 } });
new rabbitmq.VHostLimits("limits", { vhost, maxQueues: 10 });
new rabbitmq.SuperStream("orders", { vhost, name: "orders", partitions: 2, forceDestroy: true });
`;

const declarable = (Object.keys(kinds) as KindName[]).filter((kind) => !kindCases(vhost)[kind].isOfTheBroker);

/** The kinds that the program above does not declare itself. */
function others(): string {
  const cases = kindCases(vhost);
  const missing = declarable.filter((kind) => !program.includes(`new rabbitmq.${kind}(`));
  const objects = missing.flatMap((kind) => [...(cases[kind].needs ?? []), { kind, args: cases[kind].args }]);
  return objects.map(declaration).join("\n");
}

/** Every kind as the contract's cases have it, alone and as part of a topology. */
function everyKind(): string {
  const cases = kindCases("shop");
  const data = sections.map((section) => [section.name, dataOf(section, cases[section.kind.name as KindName].args)]);
  const singles = (Object.keys(kinds) as KindName[]).map((kind) => declaration({ kind, args: cases[kind].args }));
  const whole = { vhost: "shop", ...Object.fromEntries(data) };
  const topology = `new rabbitmq.Topology("whole", ${JSON.stringify(whole)});`;
  return ['import * as rabbitmq from "pulumi-rabbitmq-topology";', ...singles, topology].join("\n");
}

function declaration({ kind, args }: BrokerObject): string {
  const options = args["vhost"] === vhost ? ", { dependsOn: vhost }" : "";
  return `new rabbitmq.${kind}("case of ${kind}", ${JSON.stringify(args)}${options});`;
}

describe("a stack of every kind, through the command line", () => {
  const setPassword = (password: string) => project.write({ password });
  let operator: Operator;
  let stack: CommandLineStack;
  let state: string;
  let resources: StateResource[];
  const isObject = ({ type }: StateResource) => /dynamic\/rabbitmq:(?!Program)/.test(type);
  const ours = () => resources.filter(isObject);
  const providers = () => resources.filter(({ type }) => type === "pulumi:providers:pulumi-nodejs");

  beforeAll(async () => {
    operator = await makeOperator("npm");
    stack = new CommandLineStack(project, operator);
    await stack.init();
    setPassword(user.password);
    await stack.pulumi("preview", "--diff");
    await stack.up();
    resources = await stack.resources();
    await api(newest, "PUT", `users/${user.name}`, { password: "another", tags: "" });
    await stack.pulumi("refresh", "--yes", "--skip-preview", "--diff");
    setPassword(user.changed);
    await stack.pulumi("preview", "--diff");
    await stack.up();
    state = await stack.pulumi("stack", "export");
    await stack.destroy();
  });
  afterAll(async () => {
    await api(newest, "DELETE", `vhosts/${vhost}`);
    await api(newest, "DELETE", `users/${user.name}`);
    await removeOperator(operator);
  });

  test("is brought up with a resource of each kind, and destroyed", async () => {
    expect([...new Set(ours().map(kindOf))].sort()).toEqual([...declarable].sort());
    expect(await api(newest, "GET", `vhosts/${vhost}`)).toMatchObject({ status: 404 });
    expect(await api(newest, "GET", `users/${user.name}`)).toMatchObject({ status: 404 });
  });

  test("every resource's provider is the constant text of its kind, under 200 bytes", () => {
    for (const { type, inputs, outputs } of ours()) {
      const text = providerText(kindOf({ type }));
      expect(inputs["__provider"]).toBe(text);
      expect(outputs["__provider"]).toBe(text);
      expect(Buffer.byteLength(text)).toBeLessThan(200);
    }
  });

  test("the state of an exchange is at most 1.25 kB", () => {
    const { stackTrace: _, sourcePosition: __, ...exchange } = find(ours(), "Exchange");
    expect(Buffer.byteLength(JSON.stringify(exchange))).toBeLessThanOrEqual(1_250);
  });

  test("no resource's state tells how to reach the broker", () => {
    const text = JSON.stringify(ours());
    for (const value of [newest.endpoint, operator.username, operator.password]) expect(text).not.toContain(value);
  });

  test("the providers' state has the password encrypted", () => {
    expect(providers()).toHaveLength(2);
    for (const { inputs } of providers())
      expect(inputs["rabbitmq:password"]).toMatchObject({ ciphertext: expect.any(String) });
  });

  test("a user's password is encrypted", () => {
    // There are users without one.
    const withPassword = ours().filter(({ inputs }) => "password" in inputs);
    const { inputs, outputs } = find(withPassword, "User");
    expect(inputs["password"]).toMatchObject({ ciphertext: expect.any(String) });
    expect(outputs["password"]).toMatchObject({ ciphertext: expect.any(String) });
  });

  test("no password and no URI is anywhere in the state, nor in what any command prints", () => {
    const uris = ["s3cr%40t", "s3cr@t", "127.0.0.1:1"];
    for (const secret of [operator.password, user.password, user.changed, ...uris]) {
      expect(JSON.stringify(resources)).not.toContain(secret);
      expect(state).not.toContain(secret);
      expect(stack.output).not.toContain(secret);
    }
  });
});

const kindOf = ({ type }: Pick<StateResource, "type">) => type.split(":").at(-1) as KindName;

function find(resources: StateResource[], kind: KindName): Record<string, never> & StateResource {
  return resources.find(({ type }) => kindOf({ type }) === kind) as never;
}
