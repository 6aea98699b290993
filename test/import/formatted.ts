import { spawnSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import path from "node:path";

const project = path.join(__dirname, "../..");

/** What the project's own formatter says against the files of a folder, which is outside of the project: "" for nothing. */
export function complaintsOn(folder: string): string {
  cpSync(path.join(project, "biome.json"), path.join(folder, "biome.json"));
  // A written program has one of its own; without any, the formatter does not start.
  if (!existsSync(path.join(folder, ".gitignore")))
    cpSync(path.join(project, ".gitignore"), path.join(folder, ".gitignore"));
  const biome = path.join(project, "node_modules/.bin/biome");
  const { status, stdout, stderr } = spawnSync(biome, ["format", "."], { cwd: folder, encoding: "utf8" });
  // It only warns of a file that is too large for it.
  const isClean = status === 0 && /Checked [1-9]/.test(stdout + stderr) && !/Found/.test(stdout + stderr);
  return isClean ? "" : stdout + stderr;
}
