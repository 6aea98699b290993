import { symlinkSync } from "node:fs";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, removeOperator } from "../package/stack";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";

const vhost = "secret-names";
const project = new Project();
let stack: CommandLineStack;
let removeVHost: () => Promise<unknown>;

beforeAll(async () => {
  removeVHost = await makeVHost(newest, vhost);
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  project.write({
    "Pulumi.yaml": "name: secret-names\nruntime: nodejs\n",
    "package.json": { main: "index.js" },
    "index.js": "",
  });
  stack = new CommandLineStack(project, await makeOperator(vhost));
  await api(newest, "PUT", `permissions/${vhost}/operator-7Qx2-${vhost}`, { configure: ".*", write: ".*", read: ".*" });
  await stack.init();
});
afterAll(async () => {
  await removeVHost();
  await removeOperator({ username: `operator-7Qx2-${vhost}`, password: "" });
  project.remove();
});

/** What the command prints of a program with these resources, whether or not it fails. */
async function printed(resources: string, command: () => Promise<string> = stack.up): Promise<string> {
  project.write({
    "index.js": `
      const pulumi = require("@pulumi/pulumi");
      const { Queue, Topology } = require("pulumi-rabbitmq-topology");
      const hush = (text) => pulumi.secret("hush-7Qx2-" + text);
      const vhost = "${vhost}";
      ${resources}`,
  });
  return command().catch((error: Error) => error.message);
}

const queue = (name: string, more = "") => `new Queue("it", { vhost, name: ${name}, ${more} });`;

test.each([
  ["check refuses", queue('pulumi.concat("amq.", hush("name"))'), /must not begin with "amq\."/],
  ["check warns of", queue('hush("warned")', 'type: "quorum", deadLetterStrategy: "at-least-once"'), /falls back/],
  ["the broker refuses", queue('hush("refused")', "expires: 2 ** 40"), /the broker refused/],
  [
    "check refuses in a topology",
    'new Topology("it", { vhost, exchanges: pulumi.secret({ "hush-7Qx2-x": { type: "hush-7Qx2-type" } }) });',
    /the broker has no exchange type/,
  ],
  [
    "the broker refuses in a topology",
    'new Topology("it", { vhost, queues: pulumi.secret({ "hush-7Qx2-q": { expires: 2 ** 40 } }) });',
    /the broker refused/,
  ],
])("a secret name that %s is not printed", async (_what, resources, expected) => {
  const shown = await printed(resources);
  expect(shown).toMatch(expected);
  expect(shown).not.toContain("hush-7Qx2");
});

test("nor is that of a queue whose delete is refused, and the refusal is printed once", async () => {
  await printed(queue('hush("kept")', 'type: "classic"'));
  await api(newest, "POST", `exchanges/${vhost}/amq.default/publish`, {
    properties: {},
    routing_key: "hush-7Qx2-kept",
    payload: "a message",
    payload_encoding: "string",
  });
  const shown = await printed("", stack.destroy);
  const diagnostics = shown.slice(shown.indexOf("Diagnostics:"));
  expect(
    diagnostics.match(/queue "\[secret\]" in vhost "secret-names": not deleted: it holds 1 message/g),
  ).toHaveLength(1);
  expect(shown).not.toContain("hush-7Qx2");
});
