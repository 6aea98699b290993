import path from "node:path";
import { firstLinesOf, runCommand } from "./run-command";

/**
 * Checks the types of the program in a folder, beside Pulumi's commands: Pulumi itself would do it before it starts the
 * program, on one core, and for thousands of objects that takes as long as the rest.
 */
export async function checkTypes(folder: string): Promise<void> {
  // A path instead of a resolution: the folder's packages are behind a link.
  const compiler = path.join(folder, "node_modules", "typescript", "bin", "tsc");
  const args = [compiler, "--project", folder, "--noEmit", "--pretty", "false"];
  const { code, stdout, stderr } = await runCommand(process.execPath, args, { folder, yields: true });
  if (code !== 0) throw new Error(`the program's types are wrong:\n${firstLinesOf(`${stderr}\n${stdout}`)}`);
}
