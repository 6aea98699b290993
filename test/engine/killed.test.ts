import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../../model/object";
import * as rabbitmq from "../../sdk";
import { api, makeVHost } from "../support/admin";
import { newest } from "../support/environment";
import { type FakeServer, startFakeServer } from "../support/fake-server";
import { forward } from "../support/forward";
import { createStack, stateOf } from "../support/stack";

const vhost = "killed";
const exchanges = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}`, { type: "fanout" }]));
const count = async () =>
  ((await api(newest, "GET", `exchanges/${vhost}`)).body as Fields[]).filter(({ name }) => /^x\d/.test(String(name)))
    .length;

/** The processes that descend from one, by their parents. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // The process has ended.
    }
  }
  const below = (parent: number): number[] =>
    [...parents].filter(([, its]) => its === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, "utf8");
const isAlive = (pid: number) => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
};

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 300 && !(await condition()); waited++) await sleep(100);
  expect(await condition()).toBe(true);
}

test("a destroy whose command is killed stops at the next object, its provider ends, and the next one goes on", async () => {
  const removeVHost = await makeVHost(newest, vhost);
  const server: FakeServer = await startFakeServer(forward(newest.endpoint));
  const stack = await createStack({ ...newest, endpoint: server.endpoint }, async () => {
    new rabbitmq.Topology("all", { vhost, exchanges });
  });
  await stack.up();

  const pass = server.answer;
  let deletes = 0;
  server.answer = (request, response) => {
    if (request.method !== "DELETE") return pass(request, response);
    deletes++;
    setTimeout(() => pass(request, response), 100);
  };
  const { workDir: cwd, envVars } = stack.workspace;
  const args = ["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", "test"];
  const command: ChildProcess = spawn("pulumi", args, { cwd, env: { ...process.env, ...envVars }, stdio: "ignore" });
  await until(() => deletes > 10);
  const started = descendants(Number(command.pid));
  const providers = started.filter((pid) => commandOf(pid).includes("dynamic-provider"));
  expect(providers).toHaveLength(1);
  command.kill("SIGKILL");
  await until(() => !providers.some(isAlive));
  // Pulumi's own language host stays.
  for (const pid of started.filter(isAlive)) process.kill(pid);
  const left = await count();
  expect(left).toBeGreaterThan(100);
  await sleep(500);
  expect(await count()).toBe(left);

  server.answer = pass;
  await stack.cancel();
  await stack.destroy();
  expect(await stateOf(stack)).toEqual([]);
  expect(await count()).toBe(0);
  await removeVHost();
});
