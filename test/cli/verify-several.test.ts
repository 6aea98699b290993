import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Platform } from "../app/platform";
import { newest } from "../support/environment";
import { command } from "./command";

const folder = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-several-"));
const billing = new Platform(newest, "cli several billing");
const audit = new Platform(newest, "cli several audit");
const files = { billing: path.join(folder, "billing.json"), audit: path.join(folder, "audit.json") };
const urls = `${audit.url()} ${billing.url()}\n`;

const write = (queue = "seen") => {
  const paid = { queues: [{ name: "paid" }], consumeFrom: ["paid"] };
  writeFileSync(files.billing, JSON.stringify(billing.contract(paid)));
  writeFileSync(files.audit, JSON.stringify(audit.contract({ application: "audit", queues: [{ name: queue }] })));
};

beforeAll(async () => {
  await billing.declare({ queues: [{ name: "paid" }], read: "^paid$" });
  await audit.declare({ queues: [{ name: "seen" }], read: "^seen$" });
});
afterAll(async () => {
  await billing.remove();
  await audit.remove();
  rmSync(folder, { recursive: true });
});

test("each contract is verified with the URL of its vhost and user", async () => {
  write();
  const { code, stdout, stderr } = await command(["verify", files.billing, files.audit], { url: urls });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n").filter((line) => !/^(object|all objects|queue) /.test(line))).toEqual([
    `${files.billing}:`,
    "",
    "",
    'the contract of "billing" is fulfilled',
    "",
    `${files.audit}:`,
    "",
    "",
    'the contract of "audit" is fulfilled',
    "",
  ]);
});

test("one exit code for all of them, the highest, and a list with --json", async () => {
  write("lost");
  const wrong = `${audit.url()} ${billing.url().replace(":p%", ":q%")}`;
  const one = await command(["verify", files.billing, files.audit, "--json"], { url: urls });
  const both = await command(["verify", files.billing, files.audit, "--json"], { url: wrong });
  expect([one.code, one.stderr]).toEqual([1, ""]);
  expect(JSON.parse(one.stdout)).toEqual([
    {
      file: files.billing,
      application: "billing",
      vhost: "cli several billing",
      result: "fulfilled",
      findings: [],
      remedies: [],
      checked: [{ object: 'queue "paid"', check: "exists" }],
      unchecked: expect.any(Array),
    },
    {
      file: files.audit,
      application: "audit",
      vhost: "cli several audit",
      result: "not fulfilled",
      findings: [expect.objectContaining({ object: 'queue "lost"', check: "exists", problem: expect.any(String) })],
      remedies: ["Who can fix it: team-platform, in the stack acme/shop/prod", expect.stringMatching(/^- ./)],
      checked: [],
      unchecked: expect.any(Array),
    },
  ]);
  expect(both.code).toBe(2);
  expect(both.stderr).toMatch(/^\/.*billing\.json: cannot connect to .*, or its password is wrong \(403\)\n$/);
  expect(JSON.parse(both.stdout)).toMatchObject([
    { result: "not checked", error: expect.stringContaining("its password is wrong") },
    { result: "not fulfilled" },
  ]);
  for (const { stdout, stderr } of [one, both]) {
    for (const url of urls.trim().split(" ")) expect(`${stdout}${stderr}`).not.toContain(new URL(url).password);
  }
});

test("a vhost that no URL has is named", async () => {
  write();
  const url = `${audit.url()} ${audit.url()}`;
  const { code, stdout, stderr } = await command(["verify", files.billing, files.audit], { url });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toBe('AMQP_URL has no URL with the vhost "cli several billing", which "billing" needs\n');
});
