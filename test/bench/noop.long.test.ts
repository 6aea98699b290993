import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { BrokerApi } from "../../bench/broker-api";
import { createProject } from "../../bench/contenders/pulumi/project";
import { findPulumi } from "../../dev/pulumi-cli";
import { newest } from "../support/environment";

const VHOST = "bench-noop-test";
const folder = mkdtempSync(path.join(tmpdir(), "bench-noop-test-"));
const api = new BrokerApi(newest);
afterAll(async () => {
  await api.removeVhost(VHOST);
  api.close();
  rmSync(folder, { recursive: true });
});

interface InState {
  urn: string;
  id: string;
  inputs: Record<string, string>;
  outputs: Record<string, string>;
  propertyDependencies: Record<string, string[]>;
}

/** The resources of a program, as its state has them after the first `pulumi up`. */
async function inState(family: string): Promise<InState[]> {
  const { bin } = await findPulumi();
  const cwd = mkdtempSync(path.join(folder, `${family}-`));
  const project = await createProject({ bin, folder: cwd, family, access: newest, skipCheckpoints: true });
  project.declare({ vhost: VHOST, n: 5, changed: false });
  const args = ["up", "--yes", "--skip-preview", ...project.flags];
  await promisify(execFile)(path.join(bin, "pulumi"), args, { cwd, env: project.env });
  const { checkpoint } = JSON.parse(readFileSync(path.join(cwd, "state/.pulumi/stacks/bench/bench.json"), "utf8"));
  const isObject = ({ type }: { type: string }) => type.includes("rabbitmq:") && !type.endsWith("rabbitmq:Program");
  const ours = checkpoint.latest.resources.filter(isObject);
  return ours.sort((a: InState, b: InState) => a.urn.localeCompare(b.urn));
}

/** What makes it large and slow: all that its declaration brings into the state. */
function essence({ urn, id, inputs, outputs, propertyDependencies }: InState) {
  // Ours alone marks its outputs with the resource that declared it.
  const sized = ({ __provider = "", __by: _, ...rest }: Record<string, string>) => ({
    ...rest,
    providerText: __provider.length,
  });
  // Only our resources send a label; check removes it.
  const { __resource: _, ...dependencies } = propertyDependencies;
  return { urn, id, inputs: sized(inputs), outputs: sized(outputs), dependencies };
}

test("bare resources leave in the state what ours do", async () => {
  const ours = await inState("single");
  const bare = await inState("noop");
  expect(ours).toHaveLength(6);
  expect(bare.map(essence)).toEqual(ours.map(essence));
});
