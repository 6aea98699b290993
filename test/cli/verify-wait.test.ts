import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Platform, password } from "../app/platform";
import { freePort } from "../support/connection";
import { newest } from "../support/environment";
import { provider } from "../support/provider";
import { command } from "./command";

const folder = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-wait-"));
const file = path.join(folder, "contract.json");
const platform = new Platform(newest, "cli wait");
const contract = platform.contract({ queues: [{ name: "early" }, { name: "late" }], consumeFrom: ["early", "late"] });
const { host } = new URL(newest.amqpUrl);

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(contract));
  await platform.declare({ queues: [{ name: "early" }], read: "^(early|late)$" });
});
afterAll(async () => {
  await platform.remove();
  rmSync(folder, { recursive: true });
});

test("waits until the contract is fulfilled, and says once what for", async () => {
  let declared: Promise<unknown> | undefined;
  const { code, stdout, stderr } = await command(["verify", file, "--wait", "60"], {
    url: platform.url(),
    onStderr: () => {
      declared ??= provider(newest, "Queue").create({ vhost: "cli wait", name: "late", type: "classic" });
    },
  });
  await declared;
  expect(stderr).toMatch(/^waiting, for (59|60) s at most: queue "late": missing\n$/);
  expect(stdout).toContain('the contract of "billing" is fulfilled');
  expect(code).toBe(0);
});

test("also for a broker that does not answer yet, and gives up when the time is over", async () => {
  const url = platform.url().replace(host, `127.0.0.1:${await freePort()}`);
  const begin = performance.now();
  const { code, stdout, stderr } = await command(["verify", file, "--wait", "1.2"], { url });
  expect(performance.now() - begin).toBeGreaterThan(1_200);
  const why = /cannot connect to 127\.0\.0\.1:\d+: connect ECONNREFUSED .*/.source;
  expect(stderr).toMatch(new RegExp(`^waiting, for 2 s at most: ${why}\n${why}\n$`));
  expect([code, stdout]).toEqual([2, ""]);
});

test("reports the last attempt when the time is over", async () => {
  writeFileSync(file, JSON.stringify({ ...contract, consumeFrom: ["never", "nowhere"] }));
  const { code, stdout, stderr } = await command(["verify", file, "--wait", "1"], { url: platform.url() });
  expect(stderr).toMatch(/^waiting, for 1 s at most: queue "(never|nowhere)": .*, and 1 more\n$/);
  expect(stdout).toContain('the contract of "billing" with the vhost "cli wait" is not fulfilled: 2 findings');
  expect(code).toBe(1);
});

test("does not wait for what no broker can change", async () => {
  const { code, stderr } = await command(["verify", file, "--wait", "60"], { url: `amqp://u:${password}@host/shop` });
  expect(stderr).toMatch(/^the URL /);
  expect(stderr).not.toContain("waiting");
  expect(code).toBe(2);
});
