import type { Channel, ChannelModel } from "amqplib";
import { type ContractError, type Finding, verify } from "../../sdk/app";
import { brokers } from "../support/environment";
import { failure, listeners, Platform } from "./platform";

/** Brokers without the check answer 404 also for what is not granted. */
const isChecked = (version: string) => version.startsWith("4.3");

describe.each(brokers)("verify on RabbitMQ $version", (broker) => {
  const platform = new Platform(broker, "app verify/");
  let connection: ChannelModel;
  let channel: Channel;

  beforeAll(async () => {
    await platform.declare({
      exchanges: [{ name: "events", type: "topic" }, { name: "secret" }, { name: "private events", type: "topic" }],
      queues: [{ name: "paid", type: "quorum" }, { name: "private" }, { name: "log", type: "stream" }],
      write: "^(events|gone|absent)$",
      read: "^(paid|lost|log|mine)$",
    });
    const admin = await platform.connectAsAdmin();
    await (await admin.createChannel()).assertQueue("mine", { exclusive: true });
    connection = await platform.connect();
    channel = await connection.createChannel();
    channel.on("error", () => {});
  });
  afterAll(() => platform.remove());

  const fulfilled = () =>
    platform.contract({
      exchanges: [{ name: "events", type: "topic" }, { name: "" }],
      queues: [{ name: "paid", type: "quorum" }, { name: "log" }],
      publishTo: [{ exchange: "events", routingKeys: ["invoice.#"] }, { exchange: "" }],
      consumeFrom: ["paid", "log"],
    });

  test("tells what was checked, and what AMQP does not show", async () => {
    const { checked, unchecked } = await verify(connection, fulfilled());
    expect(checked).toEqual([
      { object: 'exchange "events"', check: "exists" },
      { object: 'queue "paid"', check: "exists" },
      { object: 'queue "log"', check: "exists" },
    ]);
    expect(unchecked).toEqual([
      {
        object: "all objects",
        check: "types, arguments and bindings",
        reason: "AMQP does not show them; `pulumi preview --refresh` of acme/shop/prod does",
      },
      { object: "all objects", check: "publish and consume", reason: "needs the option probe" },
    ]);
  });

  test("finds everything at once, and says who can fix it with which line", async () => {
    const contract = platform.contract({
      exchanges: [
        { name: "events" },
        { name: "gone", type: "topic", durable: true },
        { name: "absent" },
        { name: "secret" },
        { name: "private events" },
      ],
      queues: [{ name: "paid" }, { name: "lost" }, { name: "private" }, { name: "mine", type: "classic" }],
      publishTo: [{ exchange: "events" }, { exchange: "gone" }, { exchange: "secret", routingKeys: ["a.*", "b"] }],
      consumeFrom: ["paid", "lost", "private"],
      bindFrom: [{ exchange: "secret" }, { exchange: "private events", bindingKeys: ["order.#", "*.paid"] }],
    });
    const error = await failure<ContractError>(verify(connection, contract));
    const notGranted: Partial<Finding>[] = [
      { object: 'exchange "secret"', code: 403, problem: "no permission on it" },
      { object: 'exchange "private events"', code: 403, problem: "no permission on it" },
      { object: 'queue "private"', code: 403, problem: "no permission on it" },
    ];
    const found = error.findings.map(({ object, code, problem }) => ({ object, code, problem }));
    expect(found).toEqual(
      [
        { object: 'exchange "gone"', code: 404, problem: "missing" },
        { object: 'exchange "absent"', code: 404, problem: "missing" },
        { object: 'queue "lost"', code: 404, problem: "missing" },
        { object: 'queue "mine"', code: 405, problem: "exclusive to another connection" },
        ...(isChecked(broker.version) ? notGranted : []),
      ].sort(inOrderOf(["gone", "absent", "secret", "private events", "lost", "private", "mine"])),
    );
    expect(error.message.split("\n")).toEqual([
      `the contract of "billing" with the vhost "app verify/" is not fulfilled: ${found.length} findings`,
      ...found.map(({ object, problem, code }) => `- ${object}, exists: ${problem} (${code})`),
      "Who can fix it: team-platform, in the stack acme/shop/prod",
      "- run `pulumi up --refresh` of acme/shop/prod: it declares what is missing",
      '- declare the exchange "absent" in acme/shop/prod or another stack (AppAccess "billing" knows only its name); if a stack declares it already, run `pulumi up --refresh` there',
      '- declare the queue "lost" in acme/shop/prod or another stack (AppAccess "billing" knows only its name); if a stack declares it already, run `pulumi up --refresh` there',
      '- close the connection that declared the queue "mine" exclusive, or have the platform declare it',
      ...(isChecked(broker.version)
        ? [
            '- AppAccess "billing" needs publishTo: [{ exchange: "secret", routingKeys: ["a.*", "b"] }], consumeFrom: ["private"], temporaryQueues: [{ from: "secret" }, { from: "private events", bindingKeys: ["order.#", "*.paid"] }] (or bindQueue, bindExchange); if it has that already, run `pulumi up --refresh`',
          ]
        : []),
    ]);
    expect(error.report.checked.map(({ object }) => object)).toEqual(
      expect.arrayContaining(['exchange "events"', 'queue "paid"']),
    );
  });

  test("leaves the application's connection and channel as they were", async () => {
    const before = listeners(connection);
    const confirmed = await connection.createConfirmChannel();
    const contract = platform.contract({ exchanges: [{ name: "gone" }], queues: [{ name: "lost" }] });
    await failure(verify(connection, contract, { probe: true }));
    await verify(connection, fulfilled());
    expect(listeners(connection)).toEqual(before);
    confirmed.publish("events", "invoice.paid", Buffer.from("still here"));
    await confirmed.waitForConfirms();
    await confirmed.close();
    expect(await channel.checkExchange("events")).toEqual({});
  });

  test("tells a connection of another user, in another vhost", async () => {
    const contract = { ...fulfilled(), vhost: "shop", usernames: ["billing-a", "billing-b"] };
    const needed = { ...contract, exchanges: [{ name: "gone" }], publishTo: [{ exchange: "secret" }] };
    const { findings } = await failure<ContractError>(verify(connection, needed, { probe: true }));
    const problems = findings.map(({ problem }) => problem);
    expect(problems).toContain('missing: the connection is in the vhost "app verify/", the contract is for "shop"');
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^no permission .* for the user "app verify\/": the contract is for "billing-a" or "billing-b"$/,
      ),
    );
  });
});

test("refuses what is no contract, and options that make no sense", async () => {
  const contract = new Platform(brokers[0] as never, "x").contract({});
  const connection = { connection: { serverProperties: { version: "4.0.5" } } } as ChannelModel;
  expect((await failure(verify(connection, { ...contract, version: 2 }))).message).toBe(
    "the contract has the version 2, and this pulumi-rabbitmq-topology knows version 1: install a later one",
  );
  expect((await failure(verify(connection, undefined as never))).message).toBe(
    "the contract must be one that an AppAccess made, with the version 1; its version is undefined",
  );
  expect((await failure(verify(connection, contract, { timeout: 0 }))).message).toContain("timeout: ");
  expect((await failure(verify(connection, contract, { channels: Number.NaN }))).message).toContain("channels: ");
});

const inOrderOf = (names: string[]) => (a: Partial<Finding>, b: Partial<Finding>) =>
  position(names, a) - position(names, b);

const position = (names: string[], { object }: Partial<Finding>) =>
  names.findIndex((name) => String(object).endsWith(`"${name}"`));
