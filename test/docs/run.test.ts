import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import { type KindName, kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { Run } from "../../provider/run";
import { topologyLifecycle } from "../../provider/topology/lifecycle";
import * as rabbitmq from "../../sdk";
import { overTheWire } from "../kinds/any-input/sent";
import { type Registration, registrations } from "../program/registrations";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { on } from "../support/lookup";
import { type Example, exampleOf, examplesOf, moduleOf, pages, root } from "./examples";

const vhost = "docs-run";

/** What the examples use of the program around them, by its name there. */
const given: Record<string, string> = {
  config: 'new (require("@pulumi/pulumi").Config)()',
  vhost: 'new rabbitmq.VHost("given vhost", { name: "given" })',
  events: 'new rabbitmq.Exchange("given events", { vhost: "given", name: "given", type: "topic" })',
  dead: 'new rabbitmq.Exchange("given dead", { vhost: "given", name: "given dead", type: "fanout" })',
  orders: 'new rabbitmq.Queue("given orders", { vhost: "given", name: "given orders" })',
  paid: 'new rabbitmq.Queue("given paid", { vhost: "given", name: "given paid" })',
  billing: 'new rabbitmq.User("given billing", { name: "billing", password: "secret" })',
  west: 'new rabbitmq.FederationUpstream("given west", { vhost: "given", name: "west", uri: "amqp://west" })',
  contract: JSON.stringify({
    ...{ version: 1, application: "billing", vhost, usernames: [newest?.username], stack: "docs/run/test" },
    ...{ exchanges: [], queues: [], publishTo: [], consumeFrom: [], bindFrom: [], permissions: {} },
  }),
};

function preludeOf({ body }: Example): string {
  const code = body.replace(/"[^"]*"/g, "");
  const used = Object.entries(given).filter(([name]) => new RegExp(`\\b${name}\\b(?!:)`).test(code));
  return used.map(([name, value]) => `\nconst ${name} = ${value};`).join("");
}

/** Whether it declares resources; otherwise it needs no engine. */
const declares = (example: Example) => /new rabbitmq\./.test(preludeOf(example) + example.body);

/** What the examples read from the configuration. */
const secrets = ["eastPassword", "westUri", "billingPassword"];

/** Another program runs these: a command of the CLI, or the mocks of a unit test. */
const elsewhere = ["docs/automation-api.md.1.ts"];

const modules: Record<string, unknown> = {
  "pulumi-rabbitmq-topology": rabbitmq,
  "./topology.json": JSON.parse(readFileSync(path.join(root, "test/package/consumer/topology.json"), "utf8")),
};

/** The example with the names that this test has on the broker. */
function here(code: string): string {
  return code
    .replaceAll('"shop"', `"${vhost}"`)
    .replaceAll("https://east.example:15671", newest.endpoint)
    .replaceAll('user: "billing"', `user: "${newest.username}"`)
    .replaceAll('getUser({ name: "billing" })', `getUser({ name: "${newest.username}" })`);
}

function run(example: Example): Promise<Record<string, Registration>> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(here(moduleOf(example, `${preludeOf(example)}\n`)), { compilerOptions });
  const find = (name: string) =>
    modules[name] ?? require(name.startsWith("pulumi-rabbitmq-topology/") ? path.join(root, "sdk/app") : name);
  const work = async () => {
    for (const key of secrets) pulumi.runtime.setConfig(`project:${key}`, "amqp://secret");
    const exported: { example?: () => Promise<void> } = {};
    new Function("exports", "require", "process", outputText)(exported, find, { env: { AMQP_URL: amqpUrl() } });
    await exported.example?.();
  };
  return declares(example) ? registrations(work) : work().then(() => ({}));
}

function amqpUrl(): string {
  return `${newest.amqpUrl}/${vhost}`;
}

/** What the provider's check says against a resource. */
async function failuresOf({ type, inputs }: Registration): Promise<unknown[]> {
  const name = type.split(":").at(-1) ?? "";
  const settings = () => ({ targetVersion: undefined, previewReads: false, onExisting: "adopt" as const });
  const nowhere = () => {
    throw new Error("an example is checked without a broker");
  };
  if (!(name === "Topology" || Object.hasOwn(kinds, name))) return [];
  const run = new Run(nowhere, () => {}, undefined, settings);
  const { check } = name === "Topology" ? topologyLifecycle(run) : lifecycle(kinds[name as KindName], run);
  return (await check({}, overTheWire(inputs))).failures ?? [];
}

/** Those without resources first: once an example has run without an engine, its lookups are Pulumi's mocks. */
const examples = pages
  .flatMap(examplesOf)
  .filter(({ file }) => !elsewhere.includes(file))
  .sort((a, b) => Number(declares(a)) - Number(declares(b)));
let remove: () => Promise<unknown>;

beforeAll(async () => {
  remove = await makeVHost(newest, vhost);
  await api(newest, "PUT", `exchanges/${vhost}/events`, { type: "topic" });
  await api(newest, "PUT", `queues/${vhost}/paid`, { durable: true });
  await api(newest, "POST", `bindings/${vhost}/e/events/q/paid`, { routing_key: "#" });
});
afterAll(() => remove());

/** What goes wrong with the resources that the example declares, by their names. */
async function problemsOf(example: Example): Promise<unknown[]> {
  const declared = await on(newest, () => run(example));
  const own = Object.entries(declared).filter(([, { read }]) => read === undefined);
  const checked = await Promise.all(own.map(async ([name, each]) => ({ name, failures: await failuresOf(each) })));
  return checked.filter(({ failures }) => failures.length > 0);
}

test("an example that looks up what does not exist is found", async () => {
  const wrong = exampleOf("wrong.ts", 'await rabbitmq.getQueue({ vhost: "shop", name: "gone" });');
  await expect(problemsOf(wrong)).rejects.toThrow("gone");
});

test.each(examples.map((each) => [each.file, each] as const))(
  "the example %s runs, and the provider accepts what it declares",
  async (_file, example) => expect(await problemsOf(example)).toEqual([]),
);

test("an example that the provider refuses is found", async () => {
  const wrong = exampleOf("wrong.ts", 'new rabbitmq.Queue("q", { vhost, name: "amq.q" });');
  const reason = expect.stringContaining("amq.");
  expect(await problemsOf(wrong)).toMatchObject([{ name: "q", failures: [{ reason }] }]);
});
