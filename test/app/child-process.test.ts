import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { brokers } from "../support/environment";
import { Platform } from "./platform";

const run = promisify(execFile);
const built = path.join(__dirname, "../../dist/sdk/app/index.js");
const node = (program: string, env: Record<string, string> = {}) =>
  run(process.execPath, ["--unhandled-rejections=strict", "-e", program], { env, timeout: 300_000 });

test("the application's entry loads nothing but its own files", async () => {
  const { stdout } = await node(
    `require(${JSON.stringify(built)}); console.log(JSON.stringify(Object.keys(require.cache)))`,
  );
  const folder = path.dirname(built);
  expect(JSON.parse(stdout).filter((file: string) => path.dirname(file) !== folder)).toEqual([]);
});

test("connect without amqplib says what to install", async () => {
  const program = `
    const Module = require("node:module");
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => resolve.call(Module, name === "amqplib" ? "no-such-package" : name, ...rest);
    const contract = { version: 1, application: "billing", vhost: "/", usernames: [] };
    require(${JSON.stringify(built)}).connect("amqp://localhost", contract).catch((error) => console.log(error.message));`;
  expect((await node(program)).stdout.trim()).toBe("amqplib is not installed: npm install amqplib");
});

// An event "error" without a listener would end the process.
describe.each(brokers)("a process that listens to nothing, on RabbitMQ $version", (broker) => {
  const platform = new Platform(broker, "app child");
  beforeAll(() =>
    platform.declare({
      exchanges: [{ name: "events" }, { name: "secret" }],
      queues: [{ name: "paid" }],
      write: "^(events|gone)$",
      read: "^(paid|lost)$",
    }),
  );
  afterAll(() => platform.remove());

  const contract = platform.contract({
    publishTo: [{ exchange: "events" }, { exchange: "gone" }, { exchange: "secret" }],
    consumeFrom: ["paid", "lost"],
  });
  const program = (meanwhile: string) => `
    const amqplib = require(${JSON.stringify(require.resolve("amqplib"))});
    const { verify } = require(${JSON.stringify(built)});
    (async () => {
      const connection = await amqplib.connect({ hostname: "127.0.0.1", port: ${new URL(broker.amqpUrl).port}, username: "app child", password: ${JSON.stringify("pässword@:/%")}, vhost: "app%20child" }, { noDelay: true });
      const verified = verify(connection, ${JSON.stringify(contract)}, { probe: true });
      ${meanwhile}
      await verified.catch((error) => console.log(error.name, error.findings?.length));
    })();`;

  test("gets the findings, and goes on publishing", async () => {
    const { stdout, stderr } = await node(
      program(`await verified.catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
      const channel = await connection.createConfirmChannel();
      channel.publish("events", "key", Buffer.from("after"));
      await channel.waitForConfirms();
      console.log("published");
      await connection.close();`),
    );
    expect(`${stdout}${stderr}`.trim().split("\n")).toEqual(["published", "ContractError 3"]);
  });

  test("lives on when the connection breaks meanwhile", async () => {
    const { stdout, stderr } = await node(
      program("connection.connection.stream.destroy(new Error('the network is down'));"),
    );
    expect(`${stdout}${stderr}`.trim()).toBe("ConnectionError undefined");
  });
});
