import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Deployment, StateResource } from "../../provider/sources/pulumi-state";
import { command } from "../cli/command";
import { deploymentOf, foreign, providerResource, pulumiDeployment, stackResource } from "../sources/fixtures/pulumi";
import { requests, send } from "../sources/fixtures/rabbit-hole";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { createStack, pulumi } from "../support/stack";
import { linesOf } from "./broker/lists";
import { environmentOf } from "./broker/program";

const [vhost, user] = ["import-into", "import-into app"];

let folder: string;
let remove: () => Promise<unknown>;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "import-into-"));
  remove = await makeVHost(newest, vhost);
});
afterEach(async () => {
  await remove();
  for (const name of [user, `${user} keyless`]) await api(newest, "DELETE", `users/${encodeURIComponent(name)}`);
  rmSync(folder, { recursive: true });
});

const component = (type: string, name: string) => ({
  ...stackResource,
  urn: stackResource.urn.replace(/pulumi:pulumi:Stack::.*/, `${type}::${name}`),
  type,
});

const ownLines = async () => (await linesOf(newest)).filter((line) => line.includes(vhost));

/** A stack of @pulumi/rabbitmq, and its export with the secrets in plain. */
async function foreignStack(deployment: Deployment): Promise<{ stack: Stack; file: string }> {
  const stack = await createStack(newest);
  const file = path.join(folder, "stack.json");
  const state = await stack.exportStack();
  const filled = { ...state, deployment: { ...state.deployment, resources: deployment.resources } };
  writeFileSync(file, JSON.stringify(filled));
  await stack.importStack(filled);
  return { stack, file };
}

function importInto({ workspace }: Stack, out: string, ...options: string[]) {
  const more = Object.fromEntries(Object.entries(workspace.envVars).map(([key, value]) => [key, String(value)]));
  const args = ["import", "--into", "test", "--out", out, "--json", ...options];
  return command(args, { variables: { ...more, ...environmentOf(newest) } });
}

test("a stack of @pulumi/rabbitmq becomes one of this library, with nothing deleted on the broker", async () => {
  await send(newest, requests(vhost, user));
  const { resources: own = [], ...others } = pulumiDeployment(vhost, user);
  const team = component("my:mod:Team", "team");
  const keyless = foreign("user", "keyless", { id: `${user} keyless`, name: `${user} keyless`, tags: [] });
  await api(newest, "PUT", `users/${encodeURIComponent(`${user} keyless`)}`, { password: "unknown", tags: "" });
  const inTeam = own.map((each) => (each.type.endsWith(":Queue") ? { ...each, parent: team.urn } : each));
  const { stack, file } = await foreignStack({
    ...others,
    resources: [own[0] as StateResource, team, ...inTeam.slice(1), keyless],
  });
  const before = await ownLines();
  const out = path.join(folder, "program");
  const former = await stack.exportStack();
  const checked = await importInto(stack, out, "--from", file, "--check");
  expect([checked.code, await stack.exportStack(), existsSync(out)]).toEqual([0, former, false]);

  const { code, stdout, stderr } = await importInto(stack, out, "--from", file);
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ proof: "no changes", lost: [] });

  const { resources = [] } = (await stack.exportStack()).deployment as Deployment;
  const typesOf = (all: readonly StateResource[]) => new Set(all.map(({ type }) => type.split("/")[0]));
  expect(typesOf(resources)).toEqual(
    new Set(["pulumi:pulumi:Stack", "pulumi:providers:pulumi-nodejs", "pulumi-nodejs:dynamic"]),
  );
  expect(await ownLines()).toEqual(before);
  expect(await pulumi(stack, "stack", "export", "--stack", "test")).not.toContain("s3cret");
  expect(readFileSync(path.join(out, "Pulumi.test.yaml"), "utf8")).not.toContain("s3cret");
  expect(readFileSync(path.join(out, "README.md"), "utf8")).toContain("pulumi stack select test");
});

test("objects of one stack do not get into another one, which would own them too", async () => {
  const file = path.join(folder, "stack.json");
  writeFileSync(file, JSON.stringify({ version: 3, deployment: pulumiDeployment(vhost, user) }));
  const out = path.join(folder, "program");
  for (const [stack, ...options] of [["other"], ["test", "--project", "another"]]) {
    const args = ["import", "--from", file, "--into", String(stack), "--out", out, ...options];
    const { code, stderr } = await command(args);
    expect(stderr).toContain(
      `the stack test of the project test would own the same objects as ${stack}. Nothing was written: give --into test --project test`,
    );
    expect(code).toBe(2);
  }
  const one = ["--broker", "http://127.0.0.1:15672"];
  const part = await command(["import", "--from", file, "--into", "test", ...one, "--out", out]);
  expect(part.stderr).toContain(
    "--into moves all objects of a stack, and not those of one broker. Nothing was written",
  );
  expect(existsSync(out)).toBe(false);
});

test("a stack keeps its state if the program does not declare all of it", async () => {
  const exchange = foreign("exchange", "x", { name: "x", vhost, settings: { type: "fanout", durable: true } });
  const other = component("pulumi:pulumi:Other", "o");
  const unread = foreign("odd", "o", {});
  const { stack } = await foreignStack(deploymentOf([providerResource(), exchange, unread, other]));
  let before = await stack.exportStack();

  const undeclared = await importInto(stack, path.join(folder, "a"), "--vhost", vhost, "--project", "test");
  expect(JSON.parse(undeclared.stdout).proof).toContain(
    `resources of @pulumi/rabbitmq that the program does not declare: exchange "x" in vhost "${vhost}", rabbitmq:index/odd:Odd "o": nothing was changed`,
  );
  expect(await stack.exportStack()).toEqual(before);
  const { resources = [] } = before.deployment as Deployment;
  const readable = resources.filter(({ type }) => !type.includes("odd"));
  await stack.importStack({ ...before, deployment: { ...before.deployment, resources: readable } });
  before = await stack.exportStack();
  await api(newest, "PUT", `exchanges/${vhost}/x`, { type: "fanout", durable: true });
  const upstream = { value: { uri: "amqp://u:s3cret@127.0.0.1:1" } };
  await api(newest, "PUT", `parameters/federation-upstream/${vhost}/east`, upstream);
  const out = path.join(folder, "b");
  const others = await importInto(stack, out, "--vhost", vhost, "--project", "test");
  expect(JSON.parse(others.stdout).proof).toContain("is not empty: it has 1 other resources, such as urn:");
  expect([undeclared.code, others.code]).toEqual([1, 1]);
  expect(await stack.exportStack()).toEqual(before);
  // The program can be run without it.
  expect(readFileSync(path.join(out, "secret-values.json"), "utf8")).toContain("s3cret");
  expect(readFileSync(path.join(out, "README.md"), "utf8")).toContain("pulumi stack init imported");
});
