import type { Program } from "./program/program";
import type { PulumiCLI } from "./pulumi";
import type { Workspace } from "./workspace";

/**
 * Runs the program against the broker in a stack of its own, which may only read: every object must exist exactly as the
 * program declares it. Then the preview must show no changes, also after a refresh.
 * @throws PulumiError with the objects that differ
 */
export async function prove(program: Program, workspace: Workspace, stack: string): Promise<void> {
  const { own } = workspace;
  await own.run(["stack", "init", stack]);
  await configure(own, program, stack);
  await own.run(["up", "--yes", "--skip-preview", "--stack", stack]);
  // Its types are checked by now.
  await own.run(["preview", "--refresh", "--expect-no-changes", "--stack", stack], "", {
    TS_NODE_TRANSPILE_ONLY: "true",
  });
}

/** Sets the program's secrets in the configuration of a stack. */
export async function configure(pulumi: PulumiCLI, { secrets }: Program, stack: string): Promise<void> {
  if (Object.keys(secrets).length === 0) return;
  await pulumi.run(["config", "set", "--secret", "secrets", "--stack", stack], JSON.stringify(secrets));
}
