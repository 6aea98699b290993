import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Project, pack, versionOf } from "../package/project";
import { CommandLineStack, makeOperator, type Operator, removeOperator, type StateResource } from "../package/stack";
import { api } from "../support/admin";
import { newest, someOf } from "../support/environment";

/**
 * States are for ever: each folder here has a program and the state that a release made of it. Every later build has to
 * read, refresh, update and destroy it. `RECORD_STATE=<version> npx jest test/state` records the state of a new program.
 */
const recorded = readdirSync(__dirname).filter((name) => existsSync(path.join(__dirname, name, "state.json")));
const recording = process.env["RECORD_STATE"];

const oldest = "3.216.0";
// All other tests run with the newest.
const versions = [
  ["the oldest @pulumi/pulumi", oldest],
  ["the newest @pulumi/pulumi", `>=${oldest} <4`],
] as const;

const endpoint = "http://127.0.0.1:15672";
const stateFile = (version: string) => path.join(__dirname, version, "state.json");

/** The login stands in the recorded states, so it is the same for ever. */
let operator: Operator;
beforeAll(async () => {
  operator = await makeOperator("state");
});
afterAll(() => removeOperator(operator));

/** A project with a recorded program, on this build of the library. */
async function makeProject(version: string, pulumi: string) {
  const project = new Project();
  const dependencies = { "@pulumi/pulumi": pulumi, "pulumi-rabbitmq-topology": `file:${await pack(project)}` };
  project.write({
    "package.json": { name: "state", private: true, dependencies },
    "Pulumi.yaml": "name: state\nruntime: nodejs\n",
    "index.js": readFileSync(path.join(__dirname, version, "program.js"), "utf8"),
  });
  await project.npm();
  const stack = new CommandLineStack(project, operator);
  await stack.init();
  return { project, stack };
}

/** Declares on the broker what the state holds, with the state's own arguments: passwords that Pulumi made are among them. */
const materialize = `
const { lifecycle } = require("pulumi-rabbitmq-topology/provider");
(async () => {
  const { deployment } = JSON.parse(require("node:fs").readFileSync("plain.json", "utf8"));
  for (const { type, external, inputs } of deployment.resources) {
    const [, kind] = /dynamic\\/rabbitmq:(\\w+)$/.exec(type) ?? [];
    if (!kind || external || kind === "Credentials") continue;
    const { create, check } = lifecycle(kind);
    await create(unwrapped((await check({}, unwrapped(inputs))).inputs));
  }
})().catch((error) => { console.error(error.message); process.exitCode = 1; });
function unwrapped(value) {
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.plaintext === "string") return JSON.parse(value.plaintext);
  if ("${pulumi.runtime.specialSigKey}" in value) return value.value;
  if (Array.isArray(value)) return value.map(unwrapped);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]));
}`;

const names = async (list: string, version: string) =>
  ((await api(newest, "GET", list)).body as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`state ${version}`));

async function removeAll(version: string): Promise<void> {
  for (const list of ["vhosts", "users"]) {
    for (const name of await names(list, version)) await api(newest, "DELETE", `${list}/${encodeURIComponent(name)}`);
  }
}

if (recording) {
  test(`the state of ${recording} is recorded`, async () => {
    const { project, stack } = await makeProject(recording, versionOf("@pulumi/pulumi"));
    await stack.up();
    const state = JSON.parse(await stack.pulumi("stack", "export"));
    for (const resource of state.deployment.resources) {
      // They name files of this machine.
      delete resource.sourcePosition;
      delete resource.stackTrace;
    }
    const text = JSON.stringify(state, undefined, 1).replaceAll(newest.endpoint, endpoint);
    writeFileSync(stateFile(recording), `${text}\n`);
    await stack.destroy();
    project.remove();
  });
} else {
  describe.each(recorded)("a state of %s", (version) => {
    beforeEach(() => removeAll(version));
    afterEach(() => removeAll(version));

    test.each(someOf(versions))("is read, refreshed, updated and destroyed with %s", async (_, pulumi) => {
      const { project, stack } = await makeProject(version, pulumi);
      project.write({
        "state.json": readFileSync(stateFile(version), "utf8").replaceAll(endpoint, newest.endpoint),
        "materialize.js": materialize,
      });
      await stack.pulumi("stack", "import", "--file", "state.json");
      project.write({ "plain.json": await stack.pulumi("stack", "export", "--show-secrets") });
      const { username, password } = operator;
      await project.run(process.execPath, ["materialize.js"], {
        RABBITMQ_ENDPOINT: newest.endpoint,
        RABBITMQ_USERNAME: username,
        RABBITMQ_PASSWORD: password,
      });

      await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
      await stack.pulumi("preview", "--diff", "--expect-no-changes");

      await stack.pulumi("config", "set", "changed", "true");
      expect(await stack.up()).toMatch(/^Resources:\n(?: .*\n)*? +~ \d+ updated\n(?: .*\n)*? +\+-\d+ replaced/m);
      await stack.pulumi("preview", "--diff", "--expect-no-changes");

      await stack.destroy();
      expect([...(await names("vhosts", version)), ...(await names("users", version))]).toEqual([]);
      expect((await stack.resources()).filter(isOurs)).toEqual([]);
      project.remove();
    });
  });
}

function isOurs({ type }: StateResource): boolean {
  return type.includes("dynamic/rabbitmq:");
}
