import { mkdtempSync } from "node:fs";
import path from "node:path";
import {
  type InlineProgramArgs,
  LocalWorkspace,
  type OpMap,
  PulumiCommand,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import type { TestBroker } from "./environment";

let pulumiCommand: Promise<PulumiCommand> | undefined;

/** A stack of its own on a file backend, run by the real CLI and engine, for one broker. */
export async function createStack(
  broker: TestBroker,
  program: InlineProgramArgs["program"] = async () => {},
  { readsOutputs = false } = {},
): Promise<Stack> {
  const backend = mkdtempSync(path.join(String(process.env["PULUMI_HOME"]), "..", "state-"));
  pulumiCommand ??= PulumiCommand.get();
  const stack = await LocalWorkspace.createStack(
    { stackName: "test", projectName: "test", program },
    { envVars: { PULUMI_BACKEND_URL: `file://${backend}` }, pulumiCommand: await pulumiCommand },
  );
  await stack.setAllConfig({
    "rabbitmq:endpoint": { value: broker.endpoint },
    "rabbitmq:username": { value: broker.username },
    "rabbitmq:password": { value: broker.password, secret: true },
  });
  return withFewCommands(stack, readsOutputs);
}

/** After each run the automation API asks the CLI for a summary and twice for outputs, which takes as long as the run. */
function withFewCommands(stack: Stack, readsOutputs: boolean): Stack {
  const up = stack.up.bind(stack);
  let resourceChanges: OpMap | undefined;
  return Object.assign(stack, {
    up: (options?: UpOptions) =>
      up({
        ...options,
        onEvent: ({ summaryEvent }) => {
          if (summaryEvent) resourceChanges = summaryEvent.resourceChanges;
        },
      }),
    info: async () => ({ resourceChanges }),
    ...(!readsOutputs && { outputs: async () => ({}) }),
  });
}

/** The objects of a stack's state, without the engine's own resources and the hand-over. */
export async function stateOf(stack: Stack) {
  const { deployment } = await stack.exportStack();
  // biome-ignore lint/suspicious/noExplicitAny: the state's JSON, looked at by tests
  const all = (deployment.resources ?? []) as any[];
  return all.filter(({ type }) => type.includes("dynamic/rabbitmq:") && !type.endsWith("rabbitmq:Program"));
}
