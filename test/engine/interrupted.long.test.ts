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

const fileOf = (pid: number, name: string) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // The process has ended.
  }
};
const commandOf = (pid: number) => fileOf(pid, "cmdline");
const isAlive = (pid: number) => !/^$|\) Z /.test(fileOf(pid, "stat"));
/** The system may give the id of an ended process to another one, which started later. */
const startOf = (pid: number) => fileOf(pid, "stat").split(") ")[1]?.split(" ")[19];

/** The processes that descend from one, by their parents. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = fileOf(Number(entry), "stat");
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const below = (parent: number): number[] =>
    [...parents].filter(([, its]) => its === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

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
  const languageHosts = started
    .filter((pid) => commandOf(pid).includes("pulumi-language"))
    .map((pid) => ({ pid, startedAt: startOf(pid) }));
  expect(providers).toHaveLength(1);
  command.kill("SIGKILL");
  await until(() => !providers.some(isAlive));
  // Pulumi's own language host stays.
  for (const { pid, startedAt } of languageHosts) if (startOf(pid) === startedAt) process.kill(pid);
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

test("a replacement that a proxy interrupts after the delete fails, and the next up restores every binding", async () => {
  const removeVHost = await makeVHost(newest, vhost);
  const server: FakeServer = await startFakeServer(forward(newest.endpoint));
  const program = (type: "classic" | "quorum") => async () => {
    const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
    const orders = new rabbitmq.Queue("orders", { vhost, name: "orders", type });
    new rabbitmq.Binding("orders", { source: events, destination: orders, routingKey: "own" });
  };
  const stack = await createStack({ ...newest, endpoint: server.endpoint }, program("classic"));
  await stack.up();
  await api(newest, "POST", `bindings/${vhost}/e/events/q/orders`, { routing_key: "theirs" });

  const pass = server.answer;
  let isInterrupted = false;
  server.answer = (request, response) => {
    if (isInterrupted) return void response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    isInterrupted = request.method === "DELETE" && String(request.url).includes("/queues/");
    pass(request, response);
  };
  stack.workspace.program = program("quorum");
  await expect(stack.up()).rejects.toThrow("it is unknown whether it was declared again");

  server.answer = pass;
  await stack.up();
  const bindings = (await api(newest, "GET", `queues/${vhost}/orders/bindings`)).body as Fields[];
  expect(bindings.map(({ routing_key }) => routing_key).sort()).toEqual(["orders", "own", "theirs"]);
  await stack.destroy();
  await removeVHost();
});
