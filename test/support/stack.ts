import { mkdtempSync } from "node:fs";
import path from "node:path";
import { type InlineProgramArgs, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { TestBroker } from "./environment";

/** A stack of its own on a file backend, run by the real CLI and engine, for one broker. */
export async function createStack(
  broker: TestBroker,
  program: InlineProgramArgs["program"] = async () => {},
): Promise<Stack> {
  const backend = mkdtempSync(path.join(String(process.env["PULUMI_HOME"]), "..", "state-"));
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "test", projectName: "test", program },
    { envVars: { PULUMI_BACKEND_URL: `file://${backend}` } },
  );
  await stack.setAllConfig({
    "rabbitmq:endpoint": { value: broker.endpoint },
    "rabbitmq:username": { value: broker.username },
    "rabbitmq:password": { value: broker.password, secret: true },
  });
  return stack;
}

/** The objects of a stack's state, without the engine's own resources. */
export async function stateOf(stack: Stack) {
  const { deployment } = await stack.exportStack();
  // biome-ignore lint/suspicious/noExplicitAny: the state's JSON, looked at by tests
  return ((deployment.resources ?? []) as any[]).filter(({ type }) => type.includes("dynamic/rabbitmq:"));
}
