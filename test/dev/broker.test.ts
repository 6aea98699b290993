import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startBroker, stopBroker } from "../../dev/broker";
import { isKept, keep } from "../../dev/broker/keep";
import { testWith } from "../support/environment";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "broker-test-"));
const ownBrokers = testWith("no RABBITMQ_ENDPOINT", !process.env["RABBITMQ_ENDPOINT"]);

afterEach(() => stopBroker(dir));
afterAll(() => fs.rmSync(dir, { recursive: true }));

type Broker = Awaited<ReturnType<typeof startBroker>>;

function users(broker: Broker, method: string, name: string) {
  const authorization = `Basic ${Buffer.from(`${broker.username}:${broker.password}`).toString("base64")}`;
  const body = method === "PUT" ? { body: JSON.stringify({ password: "x", tags: "" }) } : {};
  return fetch(`${broker.endpoint}/api/users/${name}`, { method, headers: { authorization }, ...body });
}

ownBrokers("a folder gets its broker back, with its data, on another port where its own is taken", async () => {
  const first = await startBroker({ dir });
  await users(first, "PUT", "kept");
  expect((await startBroker({ dir })).pid).toBe(first.pid);
  await first.stop();

  const thief = net.createServer().listen(first.ports?.management, "127.0.0.1");
  const second = await startBroker({ dir });
  thief.close();
  expect(second).toMatchObject({ node: first.node, password: first.password, amqpUrl: first.amqpUrl });
  expect(second.endpoint).not.toBe(first.endpoint);
  expect((await users(second, "GET", "kept")).status).toBe(200);
});

test("what runs in the place of a broker is ended after its lifetime, when nobody waits for it", async () => {
  const argv = ["sh", "-c", "echo $$ > pid; exec sleep 3600"];
  const keeper = keep(dir, { argv, env: process.env }, { lifetime: 3, detached: true });
  while (await isKept(dir, keeper)) await sleep(50);
  const pid = Number(fs.readFileSync(path.join(dir, "pid"), "utf8"));
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

ownBrokers("a broker that cannot start says why", async () => {
  await expect(startBroker({ dir, conf: ["nonsense = 1"] })).rejects.toThrow("set nonsense");
});
