import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Contract } from "../../model/contract";
import { Platform, password } from "../app/platform";
import { startTcpProxy } from "../app/tcp-proxy";
import { brokers, enoughBrokers } from "../support/environment";
import { command } from "./command";

const folder = mkdtempSync(path.join(tmpdir(), "rabbitmq-topology-cli-"));
const file = path.join(folder, "contract.json");
const write = (contract: Contract) => writeFileSync(file, JSON.stringify(contract));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(brokers)("rabbitmq-topology verify on RabbitMQ $version", (broker) => {
  const platform = new Platform(broker, "cli");
  beforeAll(() =>
    platform.declare({
      exchanges: [{ name: "events", type: "topic" }],
      queues: [{ name: "paid" }],
      write: "^(events)$",
      read: "^(paid)$",
      topics: { events: "^invoice\\." },
    }),
  );
  afterAll(() => platform.remove());

  const contract = () =>
    platform.contract({
      exchanges: [{ name: "events", type: "topic" }],
      queues: [{ name: "paid", type: "classic" }],
      publishTo: [{ exchange: "events", routingKeys: ["invoice.#"] }],
      consumeFrom: ["paid"],
    });

  test("0: fulfilled", async () => {
    write(contract());
    expect(await command(["verify", file, "--probe"], { url: platform.url() })).toEqual({
      code: 0,
      stderr: "",
      stdout: [
        "object             check                          result",
        'exchange "events"  exists                         ok',
        'queue "paid"       exists                         ok',
        'queue "paid"       consume                        ok',
        'exchange "events"  publish with "invoice.probe"   ok',
        "all objects        types, arguments and bindings  not checked: AMQP does not show them; `pulumi preview --refresh` of acme/shop/prod does",
        "",
        'the contract of "billing" is fulfilled',
        "",
      ].join("\n"),
    });
  });

  test("1: not fulfilled, from the standard input", async () => {
    const input = JSON.stringify({
      ...contract(),
      publishTo: [{ exchange: "events", routingKeys: ["refund.#"] }],
      consumeFrom: ["paid", "gone"],
      owner: undefined,
    });
    const { code, stdout, stderr } = await command(["verify", "--probe", "-"], { url: platform.url(), input });
    expect([code, stderr]).toEqual([1, ""]);
    const gone = broker.version.startsWith("4.3") ? "no permission on it (403)" : "missing (404)";
    expect(stdout.split("\n")).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^queue "gone" +exists +/),
        expect.stringMatching(
          /^exchange "events" +publish with "refund.probe" +no topic permission to publish \(403\)$/,
        ),
        expect.stringMatching(/^queue "paid" +consume +ok$/),
        'the contract of "billing" with the vhost "cli" is not fulfilled: 2 findings',
        "Who can fix it: the stack acme/shop/prod",
        expect.stringContaining(
          'AppAccess "billing" needs publishTo: [{ exchange: "events", routingKeys: ["refund.#"] }]',
        ),
      ]),
    );
    expect(stdout).toContain(gone);
  });

  test("1: a user that is not the contract's, though it may do everything", async () => {
    await (await platform.connectAsAdmin()).close();
    write(contract());
    const { host, username, password: secret } = new URL(broker.amqpUrl);
    const { code, stdout, stderr } = await command(["verify", file, "--probe"], {
      url: `amqp://${username}:${secret}@${host}/cli`,
    });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout.replace(/ {2,}/g, "  ").split("\n")).toEqual(
      expect.arrayContaining([
        `user "${username}"  connect  the user is "${username}", not the contract's "cli"`,
        'queue "paid"  consume  ok',
        'the contract of "billing" with the vhost "cli" is not fulfilled: 1 finding',
        '- log in with the `url` of AppAccess "billing"',
      ]),
    );
    expect(stdout).not.toContain("is fulfilled");
  });

  test("1: a vhost that is missing", async () => {
    write({ ...contract(), vhost: "no such" });
    const url = platform.url().replace(/cli$/, "no%20such");
    const { code, stdout } = await command(["verify", file], { url });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^vhost "no such" +connect +missing, or .* \(530\)$/m);
  });

  test("2: wrong password, which is not shown", async () => {
    write(contract());
    const { code, stdout, stderr } = await command(["verify", file], { url: platform.url().replace(":p%", ":q%") });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^cannot connect to 127.0.0.1:\d+: the user "cli" does not exist, .* \(403\)\n$/);
    expect(decodeURIComponent(stderr)).not.toContain(password.slice(1));
  });

  if (!enoughBrokers.includes(broker)) return; // the version makes no difference to what follows

  test("columns stay under their names beside wide characters", async () => {
    write(platform.contract({ queues: [{ name: "paid" }, { name: "注文" }] }));
    const { stdout } = await command(["verify", file], { url: platform.url() });
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "object        check                          result",
      expect.stringMatching(/^queue "注文" {2}exists {25}/),
      expect.stringMatching(/^queue "paid" {2}exists {25}ok$/),
    ]);
  });

  test("2: no answer in time, and the command ends", async () => {
    write(contract());
    const proxy = await startTcpProxy(broker.amqpUrl);
    proxy.when("events", () => proxy.freeze());
    const { code, stderr } = await command(["verify", file, "--timeout", "3"], { url: proxy.url("cli") });
    expect([code, stderr]).toEqual([2, "the broker did not answer within 3000 ms\n"]);
  });
});

describe("2: what cannot be checked", () => {
  const url = "amqp://u:top-secret@127.0.0.1:1/shop";
  const shop = { version: 1, application: "billing", vhost: "shop", usernames: ["u"], stack: "a/b/c" };

  test.each([
    ["nothing at all", "", ["it is empty"]],
    ["no JSON", "{", [/^not JSON: ./]],
    ["a list", "[]", [/^the whole document: /]],
    [
      "wrong fields",
      JSON.stringify({ ...shop, exchanges: [{ name: 1 }], queues: [], publishTo: [{}], consumeFrom: [], bindFrom: [] }),
      [/^exchanges\[0\]\.name: ./, /^publishTo\[0\]\.exchange: ./, /^permissions: ./],
    ],
  ])("%s: a line for each problem", async (_, input, wanted) => {
    const { code, stdout, stderr } = await command(["verify", "-"], { url, input });
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr.trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(/^standard input: ./);
    const problems = lines.map((line) => line.replace("standard input: ", ""));
    for (const each of wanted) {
      expect(problems).toContainEqual(
        typeof each === "string" ? expect.stringContaining(each) : expect.stringMatching(each),
      );
    }
  });

  test.each([
    ["missing, so this is not the contract of an AppAccess", {}],
    ["2 is not supported; install a later pulumi-rabbitmq-topology", { ...shop, version: 2 }],
  ])("one line for a version that is %s, which is not judged further", async (wanted, given) => {
    const { code, stdout, stderr } = await command(["verify", "-"], { url, input: JSON.stringify(given) });
    expect([code, stdout, stderr]).toEqual([2, "", `standard input: version: ${wanted}\n`]);
  });

  test("a file that is not there", async () => {
    const { code, stderr } = await command(["verify", "/no/such.json"], { url });
    expect([code, stderr]).toEqual([2, "/no/such.json: the file does not exist\n"]);
  });

  test("no AMQP_URL", async () => {
    const { code, stderr } = await command(["verify", file]);
    expect([code, stderr]).toEqual([2, "AMQP_URL is not set: set it to amqp://user:password@host:5672/vhost\n"]);
  });

  test("an AMQP_URL that cannot be read, and its password is not shown", async () => {
    write({ ...shop, exchanges: [], queues: [], publishTo: [], consumeFrom: [], bindFrom: [] } as never);
    const { code, stderr } = await command(["verify", file], { url: "amqp://u:top-secret/x@host/shop" });
    expect(code).toBe(2);
    expect(stderr).not.toContain("secret");
  });

  test.each([
    [["verify"], "missing required argument"],
    [["verify", "a", "--wait", "-1"], "It must be a number above 0."],
    [["completion", "bash", "b"], "too many arguments"],
    [["check", "a"], "unknown command 'check'"],
    [["verify", "a", "--timeout", "soon"], "It must be a number above 0."],
    [["verify", "a", "--prob"], "Did you mean --probe?"],
    [[], "Usage: rabbitmq-topology"],
  ])("wrong usage: %j", async (args, wanted) => {
    const { code, stdout, stderr } = await command(args, { url });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(wanted);
  });
});

test("--help says what it does, the exit codes and where the URL comes from", async () => {
  for (const args of [["--help"], ["help", "verify"], ["verify", "--help"]]) {
    const { code, stdout, stderr } = await command(args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Usage: rabbitmq-topology");
  }
  for (const name of ["verify", "migrate", "import"]) {
    const { stdout } = await command([name, "--help"]);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
  const { stdout } = await command(["verify", "--help"]);
  for (const wanted of [
    "--probe",
    "--timeout <seconds>",
    "--wait <seconds>",
    "--json",
    "AMQP_URL",
    "  1  the contract is not fulfilled",
  ]) {
    expect(stdout).toContain(wanted);
  }
});

test("--version", async () => {
  const { version } = require("../../package.json");
  expect(await command(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});
