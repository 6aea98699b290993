import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { command } from "../cli/command";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, type Operator, removeOperator } from "../package/stack";
import { api } from "../support/admin";
import { newest } from "../support/environment";

const vhost = "topology-secrets";
const canary = "canary-4Tn8";
/** How the program gives its secrets: the last is unknown in the first preview. */
const forms = ["plain", "promised", "late"] as const;
const users = forms.map((form) => `${vhost}-${form}`);

/** Round 3 gives no secrets any more, and fails before it deletes what has them. */
const program = (round: number) => `
  const pulumi = require("@pulumi/pulumi");
  const { Topology, VHost } = require("pulumi-rabbitmq-topology");
  const vhost = new VHost("vhost", { name: "${vhost}" });
  const forms = {
    plain: (value) => value,
    promised: (value) => Promise.resolve(value),
    late: (value) => vhost.id.apply(() => value),
  };
  for (const [form, given] of Object.entries(forms)) {
    const secret = (what) => "${canary}-" + what + "-" + form + "-${round}";
    const uri = (what) => "amqp://u:" + secret(what) + "@127.0.0.1:1";
    const end = { srcQueue: form, destQueue: form };
    if (${round} === 3) new Topology(form, { vhost, exchanges: { ["refused-" + form]: { type: "no-such-type" } } });
    else new Topology(form, {
      vhost,
      queues: { [form]: { type: "classic" } },
      users: { ["${vhost}-" + form]: { password: given(secret("password")) } },
      shovels: { [form]: { ...end, srcUri: given(uri("source")), destUri: [given(uri("destination"))] } },
      federationUpstreams: { [form]: { uri: given(uri("upstream")) } },
      parameters: { "federation-upstream": { [form + "-2"]: { value: { uri: given(uri("parameter")) } } } },
    });
  }`;

const project = new Project();
let operator: Operator;
let stack: CommandLineStack;

beforeAll(async () => {
  await removeAll();
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  project.write({
    "Pulumi.yaml": "name: topology-secrets\nruntime: nodejs\n",
    "package.json": { main: "index.js" },
  });
  operator = await makeOperator(vhost);
  stack = new CommandLineStack(project, operator);
  await stack.init();
});
afterAll(async () => {
  await removeAll();
  await removeOperator(operator);
  project.remove();
});

async function removeAll(): Promise<void> {
  await api(newest, "DELETE", `vhosts/${vhost}`);
  for (const user of users) await api(newest, "DELETE", `users/${user}`);
}

/** What a command prints, after it is sure that neither that nor a file of the backend has a secret. */
async function run(round: number, ...command: string[]): Promise<string> {
  project.write({ "index.js": program(round) });
  const printed = await stack.pulumi(...command).catch((error: Error) => error.message);
  expect(found(printed)).toEqual([]);
  expect(stored().filter((file) => found(readFileSync(file, "utf8")).length > 0)).toEqual([]);
  return printed;
}

const found = (text: string) => text.match(new RegExp(`.{0,40}${canary}.{0,40}`, "g")) ?? [];

/** The backend's files: the state, its copies and the history. */
function stored(): string[] {
  const files = readdirSync(project.path("state"), { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map((file) => `${file.parentPath}/${file.name}`);
}

const up = ["up", "--yes", "--skip-preview", "--diff"];

test("no secret of a topology is printed or stored, in whatever form the program gives it", async () => {
  const first = await run(1, "preview", "--json");
  for (const object of [`user \\"${vhost}-plain\\"`, 'shovel \\"plain\\"', 'federation upstream \\"promised\\"']) {
    expect(first.replaceAll("\\\\", "\\")).toContain(`+ ${object}`);
  }
  await run(1, ...up);
  expect(stored().length).toBeGreaterThan(2);
  expect(await run(1, "preview", "--json", "--refresh")).toMatch(/"changeSummary": \{\s*"same": \d+\s*\}/);

  // Drift: the state gets another client's secrets.
  const theirs = { value: { uri: `amqp://u:${canary}-theirs@127.0.0.1:1` } };
  for (const form of forms) {
    await api(newest, "PUT", `parameters/federation-upstream/${vhost}/${form}`, theirs);
    await api(newest, "PUT", `parameters/federation-upstream/${vhost}/${form}-2`, theirs);
    await api(newest, "PUT", `users/${vhost}-${form}`, { password: `${canary}-theirs`, tags: "" });
  }
  expect(await run(1, "preview", "--diff", "--refresh")).toMatch(/~ user .* \(password\)/);
  await run(1, "refresh", "--yes", "--diff");

  expect(await run(2, "preview", "--diff")).toMatch(/~ shovel "late" \(srcUri, destUri\)/);
  await run(2, ...up);
  await run(2, "stack", "history", "--json");
  project.write({ "export.json": await run(2, "stack", "export") });
  await run(2, "stack", "import", "--file", "export.json");
  expect(await run(2, "preview", "--json", "--refresh")).toMatch(/"changeSummary": \{\s*"same": \d+\s*\}/);

  const exported = JSON.parse(await stack.pulumi("stack", "export", "--show-secrets"));
  project.write({ "plain.json": exported });
  const variables = {
    RABBITMQ_ENDPOINT: newest.endpoint,
    RABBITMQ_USERNAME: operator.username,
    RABBITMQ_PASSWORD: operator.password,
  };
  const imported = await command(["import", "--check", "--from", project.path("plain.json")], { variables });
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^User +3$/m) });
  expect(imported.stdout).toMatch(/^proof: no changes$/m);
  expect(found(imported.stdout + imported.stderr)).toEqual([]);

  expect(await run(3, ...up)).toMatch(/no-such-type/);
  expect(await stack.pulumi("stack", "export", "--show-secrets")).toContain(`${canary}-parameter-late-2`);
});
