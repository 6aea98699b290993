import type { ChannelModel, GetMessage } from "amqplib";
import type { Contract } from "../../model/contract";
import { type ContractError, verify } from "../../sdk/app";
import { api } from "../support/admin";
import { brokers } from "../support/environment";
import { failure, Platform } from "./platform";

describe.each(brokers)("the probes on RabbitMQ $version", (broker) => {
  const platform = new Platform(broker, "app probe");
  let app: ChannelModel;
  let admin: ChannelModel;

  beforeAll(async () => {
    await platform.declare({
      exchanges: [
        { name: "events", type: "topic" },
        { name: "all", type: "fanout" },
        { name: "inside", internal: true },
        { name: "secret" },
      ],
      queues: [
        { name: "limited", type: "quorum", deliveryLimit: 3 },
        { name: "leaving", autoDelete: true },
        { name: "single", type: "quorum", singleActiveConsumer: true },
        { name: "log", type: "stream" },
        { name: "held" },
        { name: "private" },
      ],
      write: "^(events|all|inside|gone|private|amq\\.default)$",
      read: "^(limited|leaving|single|log|held|lost|mine|secret)$",
      topics: { events: "^(invoice\\.|order\\.)" },
    });
    admin = await platform.connectAsAdmin();
    const channel = await admin.createConfirmChannel();
    await channel.assertQueue("mine", { exclusive: true });
    for (const queue of ["limited", "leaving", "single", "log", "held"]) {
      await channel.bindQueue(queue, "all", "");
      await channel.bindQueue(queue, "events", "#");
    }
    channel.publish("all", "", Buffer.from("only one"), { persistent: true });
    await channel.waitForConfirms();
    app = await platform.connect();
  });
  afterAll(() => platform.remove());

  const contract = (promised: Partial<Contract> = {}) =>
    platform.contract({
      publishTo: [
        { exchange: "events", routingKeys: ["invoice.#", "order.*.paid"] },
        { exchange: "all" },
        { exchange: "" },
      ],
      consumeFrom: ["limited", "leaving", "single", "log", "held"],
      ...promised,
    });

  test("prove what may be published and consumed", async () => {
    const { checked, unchecked } = await verify(app, contract(), { probe: true });
    expect(checked.filter(({ check }) => check !== "exists")).toEqual([
      ...["limited", "leaving", "single", "log", "held"].map((name) => ({
        object: `queue "${name}"`,
        check: "consume",
      })),
      { object: "the default exchange", check: "publish" },
      { object: 'exchange "events"', check: 'publish with "invoice.probe"' },
      { object: 'exchange "events"', check: 'publish with "order.probe.paid"' },
      { object: 'exchange "all"', check: "publish" },
    ]);
    expect(unchecked.map(({ check }) => check)).toEqual(["types, arguments and bindings"]);
  });

  test("find what is missing, not granted, refused by topic, internal or exclusive", async () => {
    const wrong = contract({
      publishTo: [
        { exchange: "events", routingKeys: ["invoice.#", "refund.*"] },
        { exchange: "gone" },
        { exchange: "inside" },
        { exchange: "secret" },
      ],
      consumeFrom: ["held", "lost", "mine", "private"],
    });
    const { findings, message } = await failure<ContractError>(verify(app, wrong, { probe: true }));
    expect(findings.map(({ object, check, problem, code }) => [object, check, problem, code])).toEqual([
      ['exchange "gone"', "exists", "missing", 404],
      ['queue "lost"', "exists", "missing", 404],
      ['queue "mine"', "exists", "exclusive to another connection", 405],
      ['queue "private"', "consume", "no permission to consume", 403],
      ['exchange "events"', 'publish with "refund.probe"', "no topic permission to publish", 403],
      ['exchange "inside"', "publish", "internal, so no client can publish to it", 403],
      ['exchange "secret"', "publish", "no permission to publish", 403],
    ]);
    expect(message).toContain(
      'AppAccess "billing" needs publishTo: [{ exchange: "events", routingKeys: ["refund.*"] }, "secret"], consumeFrom: ["private"]',
    );
  });

  test("leave no trace in any queue, however often they are made", async () => {
    for (let run = 0; run < 30; run++) await verify(app, contract(), { probe: true });
    const channel = await admin.createChannel();
    await channel.prefetch(10);
    for (const name of ["limited", "leaving", "single", "held"]) {
      expect(await channel.checkQueue(name)).toMatchObject({ messageCount: 1, consumerCount: 0 });
      if (name === "single") continue;
      const message = (await channel.get(name)) as GetMessage;
      expect(message.content.toString()).toBe("only one");
      expect(message.fields.redelivered).toBe(false);
      expect(message.properties.headers?.["x-delivery-count"] ?? 0).toBe(0);
    }
    await channel.close();
  });

  test("work beside an exclusive consumer", async () => {
    const channel = await admin.createChannel();
    await channel.consume("held", () => {}, { exclusive: true });
    await verify(app, contract({ consumeFrom: ["held"] }), { probe: true });
    await channel.close();
  });

  test("stop at the first message that got through, since the user is an impersonator", async () => {
    const channel = await admin.createChannel();
    const { queue } = await channel.assertQueue("", { exclusive: true });
    await channel.bindQueue(queue, "events", "#");
    await channel.bindQueue(queue, "all", "#");
    await api(broker, "PUT", `users/${encodeURIComponent(platform.name)}`, {
      password: "impersonator",
      tags: "impersonator",
    });
    const { host } = new URL(broker.amqpUrl);
    const name = encodeURIComponent(platform.name);
    const impersonator = await platform.connect(`amqp://${name}:impersonator@${host}/${name}`);

    const withDefault = await failure<ContractError>(verify(impersonator, contract(), { probe: true }));
    expect(withDefault.findings.map(({ object, check }) => [object, check])).toEqual([
      ["the default exchange", "publish"],
    ]);
    expect(withDefault.report.unchecked).toContainEqual({
      object: 'exchange "all"',
      check: "publish",
      reason: "the broker accepted an earlier probe",
    });
    expect(await channel.checkQueue(queue)).toMatchObject({ messageCount: 0 });

    // So many refusals that several channels would be at work.
    const keys = (word: string) => Array.from({ length: 60 }, (_, index) => `${word}.${index}`);
    const publishTo = [{ exchange: "events", routingKeys: [...keys("refund"), ...keys("order")] }, { exchange: "all" }];
    const { findings } = await failure<ContractError>(verify(impersonator, contract({ publishTo }), { probe: true }));
    expect(findings.map(({ check, code }) => [check, code])).toEqual([
      ...keys("refund").map((key) => [`publish with "${key}"`, 403]),
      ['publish with "order.0"', undefined],
    ]);
    expect(findings.at(-1)?.problem).toContain("impersonator");
    expect(await channel.checkQueue(queue)).toMatchObject({ messageCount: 1 });
    await channel.close();
  });
});
