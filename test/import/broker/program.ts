import { execFile } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { TestBroker } from "../../support/environment";

const exec = promisify(execFile);

export function environmentOf({ endpoint, username, password }: TestBroker): Record<string, string> {
  return { RABBITMQ_ENDPOINT: endpoint, RABBITMQ_USERNAME: username, RABBITMQ_PASSWORD: password };
}

/** Does what the README of a written program says. @returns what runs other commands in the same stack */
export async function up(broker: TestBroker, program: string, state: string, stack = "dev") {
  const packages = path.join(program, "node_modules");
  if (!existsSync(packages)) symlinkSync(path.join(__dirname, "../../../node_modules"), packages);
  const env = { ...process.env, ...environmentOf(broker), PULUMI_BACKEND_URL: `file://${state}` };
  const pulumi = (args: readonly string[], input = "") => {
    const running = exec("pulumi", [...args, "--stack", stack, "--non-interactive"], { cwd: program, env });
    running.child.stdin?.end(input);
    return running.catch(({ stdout, stderr }) => {
      throw new Error(`pulumi ${args.join(" ")}:\n${stderr}\n${stdout}`);
    });
  };
  await pulumi(["stack", "init"]);
  const secrets = path.join(program, "secret-values.json");
  if (existsSync(secrets)) await pulumi(["config", "set", "--secret", "secrets"], readFileSync(secrets, "utf8"));
  await pulumi(["up", "--yes", "--skip-preview"]);
  return pulumi;
}
