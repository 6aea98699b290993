import type { ChannelModel } from "amqplib";
import { type Connection, type ContractError, verify } from "../../sdk/app";
import { passiveRule } from "../../sdk/app/passive-declare";
import { newest } from "../support/environment";
import { failure, Platform } from "./platform";

test.each([
  ["none", ["3.8.10", "3.13.7", "4.0.5", "4.1.8", "4.2.5", "4.2.5+1"]],
  ["configure", ["4.2.6", "4.3.0"]],
  ["any", ["4.2.7", "4.2.10", "4.3.1", "4.3.6", "4.10.0", "5.0.0", "", "unknown"]],
] as const)("a passive declare needs %s of the permissions on %s", (rule, versions) => {
  for (const version of versions) expect([version, passiveRule(version)]).toEqual([version, rule]);
});

// The newest refuses what has no permission at all, as these two versions refuse what has no configure.
describe.each([
  ["4.2.6", "4.2.7"],
  ["4.3.0", "4.3.1"],
])("verify on a RabbitMQ that says it is %s", (version, mended) => {
  const platform = new Platform(newest, "app versions");
  let connection: ChannelModel;
  let old: Connection;

  beforeAll(async () => {
    await platform.declare({
      exchanges: [{ name: "events" }],
      queues: [{ name: "paid" }, { name: "other" }],
      read: "^(paid|lost)$",
    });
    connection = await platform.connect();
    old = {
      connection: { serverProperties: { ...connection.connection.serverProperties, version } },
      createChannel: (options) => connection.createChannel(options),
      on: connection.on.bind(connection),
      removeListener: connection.removeListener.bind(connection),
    };
  });
  afterAll(() => platform.remove());

  const contract = () =>
    platform.contract({
      exchanges: [{ name: "events" }],
      queues: [{ name: "paid" }, { name: "other" }],
      publishTo: [{ exchange: "events" }],
    });
  const unchecked = (object: string) => ({
    object,
    check: "exists",
    reason: `RabbitMQ ${version} refuses a passive declare without configure, so its 403 proves nothing: upgrade to ${mended}, or verify with probe`,
  });

  test("a refusal is no finding, and said to be unchecked", async () => {
    const report = await verify(old, contract());
    expect(report.checked).toEqual([{ object: 'queue "paid"', check: "exists" }]);
    expect(report.unchecked).toEqual(
      expect.arrayContaining([unchecked('exchange "events"'), unchecked('queue "other"')]),
    );
  });

  test("what is missing still is a finding", async () => {
    const { findings } = await failure<ContractError>(verify(old, { ...contract(), consumeFrom: ["lost"] }));
    expect(findings.map(({ object, code }) => [object, code])).toEqual([['queue "lost"', 404]]);
  });

  test("a probe tells it instead, where there is one", async () => {
    const { findings, report } = await failure<ContractError>(verify(old, contract(), { probe: true }));
    expect(findings.map(({ object, check, code }) => [object, check, code])).toEqual([
      ['exchange "events"', "publish", 403],
    ]);
    expect(report.unchecked).toContainEqual(unchecked('queue "other"'));
    expect(report.unchecked).not.toContainEqual(unchecked('exchange "events"'));
  });
});
