import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
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

export interface StackOptions {
  readonly readsOutputs?: boolean;
  readonly stackName?: string;
  /** Another stack, whose backend this one uses too. */
  readonly beside?: Stack;
}

/** A stack on a file backend of its own, run by the real CLI and engine, for one broker. */
export async function createStack(
  broker: TestBroker,
  program: InlineProgramArgs["program"] = async () => {},
  { readsOutputs = false, stackName = "test", beside }: StackOptions = {},
): Promise<Stack> {
  const backend = beside
    ? beside.workspace.envVars
    : {
        PULUMI_BACKEND_URL: `file://${mkdtempSync(path.join(String(process.env["PULUMI_HOME"]), "..", "state-"))}`,
      };
  pulumiCommand ??= PulumiCommand.get();
  const stack = await LocalWorkspace.createStack(
    { stackName, projectName: "test", program },
    { envVars: backend, pulumiCommand: await pulumiCommand },
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

/** Runs a command of the CLI that the automation API does not have, such as `state move`. */
export async function pulumi({ workspace: { workDir, envVars } }: Stack, ...args: string[]): Promise<string> {
  const options = { cwd: workDir, env: { ...process.env, ...envVars } };
  const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], options);
  return stdout;
}
