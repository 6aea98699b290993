import type { Fields } from "../../model/object";
import { isAtLeast, versionIn } from "../../model/version";
import type { SupportRow } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { RabbitMQError } from "../../provider/management/errors";
import { makeVHost } from "../support/admin";
import { newest, outerBrokers } from "../support/environment";
import { provider, removeForced } from "../support/provider";

const vhost = "support";
const shovel = { vhost, srcUri: "amqp://127.0.0.1:1", srcQueue: "a", destUri: "amqp://127.0.0.1:1", destQueue: "b" };

/** An object for each row, which the row is about. The keys of policies have a test of their own. */
const samples: Partial<Record<KindName, Record<string, Fields>>> = {
  VHost: {
    "tags with characters beyond ASCII": { name: `${vhost} tags`, tags: ["é"] },
    // A protected one could not be removed again.
    deletionProtection: { name: `${vhost} protected`, deletionProtection: false },
    defaultQueueType: { name: `${vhost} type`, defaultQueueType: "quorum" },
  },
  Exchange: { 'type "x-local-random"': { vhost, name: "x", type: "x-local-random" } },
  Queue: {
    "durable false": { vhost, name: "transient", durable: false },
    'arguments "x-queue-master-locator"': {
      vhost,
      name: "master",
      type: "classic",
      arguments: { "x-queue-master-locator": "min-masters" },
    },
    mode: { vhost, name: "mode", type: "classic", mode: "lazy" },
    "version 1": { vhost, name: "version", type: "classic", version: 1 },
    consumerTimeout: { vhost, name: "timeout", type: "quorum", consumerTimeout: 60_000 },
    "consumerTimeout of a classic queue": { vhost, name: "timeout", type: "classic", consumerTimeout: 60_000 },
    consumerDisconnectedTimeout: { vhost, name: "gone", type: "quorum", consumerDisconnectedTimeout: 60_000 },
    delayedRetryType: { vhost, name: "retry", type: "quorum", delayedRetryType: "all" },
    delayedRetryMin: { vhost, name: "min", type: "quorum", delayedRetryType: "all", delayedRetryMin: 1_000 },
    delayedRetryMax: { vhost, name: "max", type: "quorum", delayedRetryType: "all", delayedRetryMax: 1_000 },
    filterSizeBytes: { vhost, name: "filter", type: "stream", filterSizeBytes: 32 },
  },
  SuperStream: { filterSizeBytes: { vhost, name: "super", partitions: 1, filterSizeBytes: 32 } },
  FederationUpstream: { queueType: { vhost, name: "up", uri: "amqp://127.0.0.1:1", queueType: "quorum" } },
  FederationUpstreamSet: {
    "upstreams with a queueType": { vhost, name: "set", upstreams: [{ upstream: "up", queueType: "quorum" }] },
  },
  Shovel: {
    'srcProtocol "local"': { ...shovel, name: "src", srcProtocol: "local" },
    'destProtocol "local"': { ...shovel, name: "dest", destProtocol: "local" },
    srcConsumerName: { ...shovel, name: "consumer", srcConsumerName: "c" },
    srcPredeclared: { ...shovel, name: "there", srcPredeclared: true },
    destPredeclared: { ...shovel, name: "there too", destPredeclared: true },
    srcDeleteAfterDuration: { ...shovel, name: "short", srcDeleteAfterDuration: 600 },
  },
};

const withOwnTest: readonly KindName[] = ["Policy", "OperatorPolicy"];
const nameOf = ({ field, part, of }: SupportRow) => [field, part && JSON.stringify(part), of].filter(Boolean).join(" ");
const shown = (Object.keys(kinds) as KindName[])
  .filter((kind) => !withOwnTest.includes(kind))
  .flatMap((kind) => kinds[kind].support.map((row: SupportRow) => ({ kind, row, name: nameOf(row) })))
  .filter(({ row }) => row.source === undefined);

test("each row without a source has a sample here", () => {
  expect(shown.map(({ kind, name }) => `${kind} ${name}`).filter((name) => name)).toEqual(
    expect.arrayContaining(
      Object.entries(samples).flatMap(([kind, all]) => Object.keys(all).map((name) => `${kind} ${name}`)),
    ),
  );
  for (const { kind, name } of shown)
    expect([kind, name, samples[kind]?.[name]]).toEqual([kind, name, expect.anything()]);
});

/** Whether a version supports what the row is about. */
function holds({ since, until }: SupportRow, text: string): boolean {
  const version = versionIn(text);
  return (!since || isAtLeast(version, since)) && !(until && isAtLeast(version, until));
}

describe.each(outerBrokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  test.each(shown)("$kind $name is taken, refused or ignored as its row says", async ({ kind, row, name }) => {
    const { client, verbs } = provider(broker, kind);
    const { inputs = {}, failures } = await verbs.check({}, samples[kind]?.[name] as Fields);
    const isSupported = holds(row, broker.version);
    expect(reasonsAbout(name, failures)).toEqual(isSupported ? [] : [expect.stringContaining("the broker runs")]);
    try {
      const sent = kinds[kind].declare(client, inputs as never, undefined);
      if (!isSupported && row.lacking === "refuses") await expect(sent).rejects.toThrow(RabbitMQError);
      else await sent;
    } finally {
      await removeForced(client, kinds[kind], inputs as Fields);
    }
  });
});

describe.each(["3.10", "4.0", "4.3.0", "4.3"])("rabbitmq:targetVersion %s", (targetVersion) => {
  const settings = { targetVersion, endpoint: "http://127.0.0.1:1" };

  test.each(shown)("refuses $kind $name without a broker, if it does not support it", async ({ kind, row, name }) => {
    const { verbs } = provider(newest, kind, { settings });
    const { failures } = await verbs.check({}, samples[kind]?.[name] as Fields);
    const isRefused = [expect.stringContaining(`, rabbitmq:targetVersion is ${targetVersion}`)];
    expect(reasonsAbout(name, failures)).toEqual(holds(row, targetVersion) ? [] : isRefused);
  });
});

/** What a check says about one row. Another row may be about the same object. */
function reasonsAbout(name: string, failures: readonly { reason: string }[] = []): string[] {
  const isAbout = ({ reason }: { reason: string }) =>
    reason.startsWith(`${name} needs`) || reason.startsWith(`${name} is`);
  return failures.filter(isAbout).map(({ reason }) => reason);
}
