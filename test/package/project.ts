import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cacheDir } from "../../dev/cache";

export const checkout = path.join(__dirname, "..", "..");
const quiet = ["--prefer-offline", "--ignore-scripts"];

/** What else than npm installs packages, with its options for a cache of its own. */
const managers = {
  pnpm: ["--store-dir", path.join(cacheDir, "pnpm-store")],
  yarn: ["--cache-folder", path.join(cacheDir, "yarn-cache"), "--non-interactive"],
};
export type Manager = keyof typeof managers;

/** A folder outside the checkout, as a user has one. */
export class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-package-"));

  write(files: Readonly<Record<string, string | object>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
    }
  }

  path(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Everything that the program printed. Its failure's error has it too. */
  run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = {
        cwd: this.folder,
        env: { ...process.env, ...env },
        timeout: 300_000,
        maxBuffer: 1 << 26,
      };
      const child = execFile(program, args, options, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        if (error) reject(new Error(`${path.basename(program)} ${args[0]}: ${error.code}\n${output}`));
        else resolve(output);
      });
      child.stdin?.end();
    });
  }

  npm(): Promise<string> {
    return this.run("npm", ["install", ...quiet, "--no-audit", "--no-fund"]);
  }

  installBy(manager: Manager): Promise<string> {
    const program = path.join(checkout, "node_modules", ".bin", manager);
    return this.run(program, ["install", ...quiet, ...managers[manager]]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Packs what `npm publish` would send, once for all test files; the set-up of the tests has built it. */
export async function pack(project: Project): Promise<string> {
  const shared = path.join(String(process.env["PULUMI_HOME"]), "..", "package.tgz");
  if (existsSync(shared)) return shared;
  await project.run("npm", ["pack", checkout, "--ignore-scripts", "--pack-destination", project.folder]);
  const draft = `${shared}.${process.pid}`;
  copyFileSync(project.path(`pulumi-rabbitmq-topology-${versionOf("..")}.tgz`), draft);
  renameSync(draft, shared);
  return shared;
}

/** The version that the checkout itself works with, so that the package manager has it already. */
export function versionOf(name: string): string {
  return require(path.join(checkout, "node_modules", name, "package.json")).version;
}

/** The settings of Pulumi's TypeScript templates: of today, and until March 2026. */
export const templates = {
  nodenext: compilerOptions("nodenext", "nodenext"),
  node: compilerOptions("commonjs", "node"),
};

function compilerOptions(module: string, moduleResolution: string) {
  return {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module,
    moduleResolution,
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  };
}
