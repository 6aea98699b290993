import path from "node:path";
import { type Admitted, admit } from "../../provider/sources/admit";
import { attempt } from "../../provider/sources/attempt";
import { absentFrom } from "../../provider/sources/compare";
import { replacementsOf, resourcesOfBroker, titleOf } from "../../provider/sources/pulumi-rabbitmq";
import type { Deployment, StateResource } from "../../provider/sources/pulumi-state";
import type { Left } from "../../provider/sources/source";
import { withoutForeign } from "../../provider/sources/without-foreign";
import { whole } from "./interrupt";
import type { Program } from "./program/program";
import { configure, prove } from "./prove";
import { type PulumiCLI, PulumiError } from "./pulumi";
import { copyConfig, type Workspace } from "./workspace";

/**
 * Writes the objects into the state of the user's stack, and the secrets into its configuration, so that its next preview
 * shows no changes. The state is that of a run which only reads, so each resource is in it as an adoption would write it.
 * Resources of @pulumi/rabbitmq leave the state: the program declares their objects.
 */
export async function into(
  { program, objects }: { readonly program: Program; readonly objects: Admitted["objects"] },
  workspace: Workspace,
  stack: string,
  out: string,
): Promise<void> {
  const { users } = workspace;
  const name = path.basename(stack);
  await copyConfig(name, out, users.folder);
  const isNew = !(await exists(workspace, stack));
  if (!isNew) await target(users, stack, objects);
  // The name is in the URNs of all resources.
  await prove(program, workspace, name);
  const { deployment } = await exported(workspace.own, name, "--show-secrets");
  await whole(async () => {
    if (isNew) await users.run(["stack", "init", stack]);
    // Again, since another run may have changed it meanwhile.
    const former = await target(users, stack, objects);
    const root = (former.deployment.resources ?? []).filter(({ type }) => type === rootType);
    const made = (deployment.resources ?? []).filter(({ type }) => root.length === 0 || type !== rootType);
    const merged = { ...former, deployment: { ...former.deployment, resources: [...root, ...made] } };
    await users.run(["stack", "import", "--stack", stack], { input: JSON.stringify(merged) });
    await configure(users, program, stack);
    await copyConfig(name, users.folder, out);
  });
}

/** The user's stack. What leaves its state must be in the program, and nothing else may be in it. */
async function target(users: PulumiCLI, stack: string, objects: Admitted["objects"]) {
  const found = await exported(users, stack, "--show-secrets");
  refuseUndeclared(found.deployment, objects, stack);
  refuseOthers(withoutForeign(found.deployment).deployment.resources ?? [], stack);
  return found;
}

/** What `pulumi stack export` writes. */
async function exported(
  pulumi: PulumiCLI,
  stack: string,
  ...options: readonly string[]
): Promise<{ readonly deployment: Deployment }> {
  return JSON.parse(await pulumi.run(["stack", "export", "--stack", stack, ...options]));
}

const rootType = "pulumi:pulumi:Stack";

async function exists({ users }: Workspace, stack: string): Promise<boolean> {
  return users.run(["stack", "export", "--stack", stack]).then(
    () => true,
    (error: unknown) => {
      if (error instanceof PulumiError && /no stack named/i.test(error.message)) return false;
      throw error;
    },
  );
}

/** What @pulumi/rabbitmq owns and the program does not declare would have no owner any more. */
function refuseUndeclared(deployment: Deployment, objects: Admitted["objects"], stack: string): void {
  const owned = resourcesOfBroker(deployment).filter(({ external }) => external !== true);
  const left: Left[] = [];
  const found = owned.flatMap((resource) => attempt(titleOf(resource), left, () => replacementsOf(resource)));
  const unread = left.map(({ what }) => what);
  const undeclared = [...absentFrom(objects, admit({ objects: found, left: [] }).objects), ...unread];
  if (undeclared.length === 0) return;
  throw new PulumiError(
    `the stack ${stack} has resources of @pulumi/rabbitmq that the program does not declare: ${undeclared.join(", ")}: nothing was changed. Import from an export of this stack, without --vhost`,
  );
}

/** The program declares none of these, so the next `pulumi up` would delete them. */
function refuseOthers(present: readonly StateResource[], stack: string): void {
  const others = present.filter(({ type }) => type !== rootType);
  if (others.length === 0) return;
  const [first] = others;
  throw new PulumiError(
    `the stack ${stack} is not empty: it has ${others.length} other resources, such as ${first?.urn}, which the program does not declare. Nothing was changed: choose another stack, or move them to one`,
  );
}
