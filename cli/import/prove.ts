import type { Program } from "./program/program";
import { type PulumiCLI, PulumiError } from "./pulumi";
import { checkTypes } from "./types";
import type { Workspace } from "./workspace";

/**
 * Runs the program against the broker in a stack of its own, which may only read: every object must exist exactly as the
 * program declares it. Then the preview must show no changes. It makes no refresh, which would compare by the same functions
 * as the adoption right before.
 * @throws Error with the objects that differ, or with wrong types
 */
export async function prove(program: Program, workspace: Workspace, stack: string): Promise<void> {
  await together(checkTypes(workspace.own.folder), adopt(program, workspace.own, stack));
}

async function adopt(program: Program, own: PulumiCLI, stack: string): Promise<void> {
  await own.run(["stack", "init", stack]);
  await configure(own, program, stack);
  await own.run(["up", "--yes", "--skip-preview", "--stack", stack]).catch(explain);
  await own.run(["preview", "--expect-no-changes", "--stack", stack]);
}

/** Only what is missing on the broker would be written. */
function explain({ message }: Error): never {
  const isGone = message.includes("rabbitmq:readOnly is set");
  throw new PulumiError(isGone ? `${message}\n  an object is gone since it was read: import again` : message);
}

/** Waits for all of them, since they run in folders that are removed after an error. @throws the first one's error */
async function together(...runs: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(runs);
  await Promise.all(runs);
}

/** Sets the program's secrets in the configuration of a stack. */
export async function configure(pulumi: PulumiCLI, { secrets }: Program, stack: string): Promise<void> {
  if (Object.keys(secrets).length === 0) return;
  await pulumi.run(["config", "set", "--secret", "secrets", "--stack", stack], { input: JSON.stringify(secrets) });
}
