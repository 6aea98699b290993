import { cpSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import * as rabbitmq from "../../sdk";
import { checkout, Project } from "../package/project";
import { registrations } from "../program/registrations";

const project = new Project();
const names = [
  "billing may publish invoices, consume from its queue, and declare nothing",
  "billing may not publish where it makes no invoices",
  "the contract of billing names a quorum queue and its vhost",
  "the program exports the contract of billing",
];

beforeAll(() => {
  cpSync("examples/unit-tests", project.folder, { recursive: true });
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
});
afterAll(() => project.remove());

/** Neither a broker's settings nor the Pulumi CLI: no variable of this process but the path to Node. */
const runs = (...command: string[]) =>
  project.run("env", ["-i", `PATH=${path.dirname(process.execPath)}:/usr/bin:/bin`, ...command]).then(
    (output) => ({ output, passed: true }),
    (error: Error) => ({ output: error.message, passed: false }),
  );
const withJest = (...args: string[]) => runs("node_modules/.bin/jest", "--verbose", ...args);
const withNodeTest = async (...files: string[]) => {
  await runs("node_modules/.bin/tsc");
  return runs("node", "--test", ...files.map((file) => `built/node-test/${file}.test.js`));
};

/** What the page says of an error: the component's arguments make a pattern that RabbitMQ refuses. */
const broken = (source: string) => source.replace('"invoice.#"', '"invoice.".repeat(200)');

test("the tests of the page on unit tests pass under jest and under node:test, without a broker and without the Pulumi CLI", async () => {
  const results = [await withJest(), await withNodeTest("shop", "program")];
  for (const { output, passed } of results) {
    expect({ output, passed }).toMatchObject({ passed: true });
    for (const name of names) expect(output).toContain(name);
  }
});

test("they pass also without a wait between two tests", async () => {
  const source = readFileSync("examples/unit-tests/jest/shop.test.ts", "utf8");
  project.write({ "jest/hasty.test.ts": source.replace("afterEach(() => pulumi.runtime.disconnect());", "") });
  expect(source).toContain("afterEach(");
  expect(await withJest("hasty")).toMatchObject({ passed: true });
});

test("an error of AppAccess fails a unit test, with its message", async () => {
  const source = readFileSync("examples/unit-tests/shop.ts", "utf8");
  project.write({ "shop.ts": broken(source) });
  const results = [await withJest("shop", "--testTimeout=500"), await withNodeTest("shop")];
  project.write({ "shop.ts": source });
  for (const { output, passed } of results) {
    expect(passed).toBe(false);
    expect(output).toMatch(/AppAccess "billing": .* would be a pattern of \d+ bytes, and RabbitMQ accepts 1024/);
  }
});

test("mocks show no wrong name, no second declaration and no default, and a URL without a password", async () => {
  let url: string | undefined;
  const { one, two } = await registrations(async () => {
    new rabbitmq.Queue("one", { vhost: "shop", name: "amq.orders" });
    new rabbitmq.Queue("two", { vhost: "shop", name: "amq.orders" });
    const access = new rabbitmq.AppAccess("billing", { vhost: "shop" });
    url = await new Promise((resolve) => access.url.apply(resolve));
  });
  expect(one?.inputs).toMatchObject({ name: "amq.orders" });
  expect(two?.inputs).toMatchObject({ name: "amq.orders" });
  expect(one?.inputs).not.toHaveProperty("durable");
  expect(url).toBe("amqp://billing@localhost:5672/shop");
});
