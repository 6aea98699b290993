import type { z } from "zod";
import type { Contract } from "../../model/contract";
import { contract } from "../../model/contract-schema";
import { asJSON, FileError, textOfFile } from "../../provider/sources/file-text";

/**
 * Reads a contract and checks its form.
 * @param file a path, or - for the standard input
 * @throws FileError
 */
export async function readContract(file: string): Promise<Contract> {
  const shown = file === "-" ? "standard input" : file;
  const json = asJSON(shown, await textOfFile(file, shown));
  const { success, data, error } = contract.safeParse(json);
  if (success) return data;
  // The form of another version is not known, so the other problems are left out.
  const ofVersion = error.issues.filter(({ path }) => path[0] === "version");
  const issues = ofVersion.length > 0 ? ofVersion : error.issues;
  throw new FileError([...new Set(issues.map((issue) => `${shown}: ${lineOf(issue, json)}`))].join("\n"));
}

function lineOf({ path, message }: z.core.$ZodIssue, json: unknown): string {
  const field = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  if (field === ".version") {
    const { version } = json as { version?: unknown };
    return version === undefined
      ? "version: missing, so this is not the contract of an AppAccess"
      : `version: ${JSON.stringify(version)} is not supported; install a later pulumi-rabbitmq-topology`;
  }
  return `${field.slice(field.startsWith(".") ? 1 : 0) || "the whole document"}: ${message}`;
}
