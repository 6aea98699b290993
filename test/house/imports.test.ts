import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "..", "..");
const folders = ["cli", "sdk", "provider", "model"];

/** The rules' violations, each in a line: "rule: from → to". */
function violations(project: string): string[] {
  const command = path.join(root, "node_modules", ".bin", "depcruise");
  const { stdout, stderr } = spawnSync(
    command,
    ["--config", path.join(root, ".dependency-cruiser.js"), "--output-type", "json", ...folders],
    { cwd: project, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  expect(stderr).toBe("");
  const { summary } = JSON.parse(stdout);
  return summary.violations.map(
    ({ rule, from, to }: { rule: { name: string }; from: string; to: string }) => `${rule.name}: ${from} → ${to}`,
  );
}

test("folders import from the folders below them, and no two files import each other", () => {
  expect(violations(root)).toEqual([]);
});

test("an arrow that runs back, a circle, and Pulumi within sdk/app are found", () => {
  const project = mkdtempSync(path.join(tmpdir(), "imports-"));
  const files: Record<string, string> = {
    "cli/index.ts": 'import "../sdk/resource";',
    "sdk/resource.ts": 'import "../provider/kind";',
    "sdk/app/verify.ts": 'import type { Input } from "../../model/value"; export type Verify = Input;',
    "provider/kind.ts": 'import type { Other } from "./other"; export type Kind = Other;',
    "provider/other.ts": 'import type { Kind } from "./kind"; export type Other = Kind;',
    "model/value.ts": 'import type { Input } from "@pulumi/pulumi"; import "../provider/kind"; export type { Input };',
    "node_modules/@pulumi/pulumi/index.d.ts": "export type Input = string;",
    "node_modules/@pulumi/pulumi/package.json": '{ "name": "@pulumi/pulumi", "types": "index.d.ts" }',
    "package.json": '{ "dependencies": { "@pulumi/pulumi": "*" } }',
    "tsconfig.json": "{}",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
  }
  const found = violations(project);
  rmSync(project, { recursive: true });
  expect(found).toContain("cli imports from cli, sdk/app, provider, model only: cli/index.ts → sdk/resource.ts");
  expect(found).toContain("model imports from model only: model/value.ts → provider/kind.ts");
  expect(found).toContain("no circle: provider/kind.ts → provider/other.ts");
  expect(found.join()).toMatch(/sdk\/app runs without Pulumi: sdk\/app\/verify\.ts → node_modules\/@pulumi/);
});
