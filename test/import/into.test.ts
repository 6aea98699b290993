import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  await api(newest, "DELETE", `users/${encodeURIComponent(user)}`);
  rmSync(folder, { recursive: true });
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
  const args = ["import", "--into", "test", "--project", "test", "--out", out, "--json", ...options];
  return command(args, { variables: { ...more, ...environmentOf(newest) } });
}

test("a stack of @pulumi/rabbitmq becomes one of this library, with nothing deleted on the broker", async () => {
  await send(newest, requests(vhost, user));
  const { stack, file } = await foreignStack(pulumiDeployment(vhost, user));
  const before = await ownLines();
  const out = path.join(folder, "program");

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
});

test("a stack keeps its state if the program does not declare all of it", async () => {
  const exchange = foreign("exchange", "x", { name: "x", vhost, settings: { type: "fanout", durable: true } });
  const other = {
    ...stackResource,
    urn: stackResource.urn.replace(/Stack::.*/, "Other::o"),
    type: "pulumi:pulumi:Other",
  };
  const { stack } = await foreignStack(deploymentOf([providerResource(), exchange, other]));
  const before = await stack.exportStack();

  const undeclared = await importInto(stack, path.join(folder, "a"), "--vhost", vhost);
  expect(JSON.parse(undeclared.stdout).proof).toContain(
    `resources of @pulumi/rabbitmq that the program does not declare: exchange "x" in vhost "${vhost}": nothing was changed`,
  );
  await api(newest, "PUT", `exchanges/${vhost}/x`, { type: "fanout", durable: true });
  const others = await importInto(stack, path.join(folder, "b"), "--vhost", vhost);
  expect(JSON.parse(others.stdout).proof).toContain("has 1 resources that the program does not declare, such as urn:");
  expect([undeclared.code, others.code]).toEqual([1, 1]);
  expect(await stack.exportStack()).toEqual(before);
});
