import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Program } from "./program/program";

/** Not `secrets.json`: a program that requires "./secrets" would get that instead of `secrets.ts`. */
const secretsFile = "secret-values.json";

/** @throws Error if a file of the program exists in its folder */
export function refuseExisting(out: string, { files }: Program): void {
  const existing = [...Object.keys(files), secretsFile].filter((name) => existsSync(path.join(out, name))).sort();
  if (existing.length === 0) return;
  throw new Error(`${out} has ${existing.join(", ")} already, so nothing was written: choose an empty folder`);
}

/** Writes the program, without its secrets. @returns the files' names */
export async function writeProgram(out: string, { files }: Program): Promise<string[]> {
  await mkdir(out, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(out, name), content, { flag: "wx" });
  return Object.keys(files);
}

/** Writes the text of a file of the program anew. */
export async function rewrite(out: string, name: string, { files }: Program): Promise<void> {
  await writeFile(path.join(out, name), files[name] ?? "");
}

/** Writes the secrets, which only the user can read. @returns the file's name, if there are any */
export async function writeSecrets(out: string, { secrets }: Program): Promise<string[]> {
  if (Object.keys(secrets).length === 0) return [];
  const content = `${JSON.stringify(secrets, null, 2)}\n`;
  await writeFile(path.join(out, secretsFile), content, { flag: "wx", mode: 0o600 });
  return [secretsFile];
}
