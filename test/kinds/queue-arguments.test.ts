import type { Fields } from "../../model/object";
import { kinds } from "../../provider/kinds";
import { argumentFields, argumentNames, queueTypes } from "../../provider/kinds/queue-arguments";
import { unsupported, versionedIn } from "../../provider/support";
import { api, makeVHost } from "../support/admin";
import { brokers, enoughBrokers } from "../support/environment";
import { provider } from "../support/provider";

const vhost = "queue-arguments";

const samples: Record<keyof typeof argumentFields, unknown> = {
  expires: 60_000,
  messageTtl: 0,
  deadLetterExchange: "",
  deadLetterRoutingKey: "key",
  deadLetterStrategy: "at-most-once",
  maxLength: 5,
  maxLengthBytes: 1_000_000,
  overflow: "reject-publish",
  singleActiveConsumer: true,
  leaderLocator: "client-local",
  maxPriority: 5,
  mode: "lazy",
  version: 2,
  deliveryLimit: 3,
  quorumInitialGroupSize: 1,
  quorumTargetGroupSize: 1,
  memberPlacementTag: "ssd",
  consumerTimeout: 60_000,
  consumerDisconnectedTimeout: 60_000,
  delayedRetryType: "all",
  delayedRetryMin: 1_000,
  delayedRetryMax: 60_000,
  maxInMemoryLength: 5,
  maxInMemoryBytes: 5_000,
  maxAge: "7D",
  maxSegmentSizeBytes: 500_000,
  filterSizeBytes: 32,
  initialClusterSize: 1,
};

/** What the broker wants beside an argument. */
const companions: Partial<Record<keyof typeof argumentFields, Fields>> = {
  deadLetterRoutingKey: { deadLetterExchange: "dlx" },
  delayedRetryMin: { delayedRetryType: "all" },
  delayedRetryMax: { delayedRetryType: "all" },
};

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  describe.each(argumentNames)("%s", (name) => {
    const { argument: key = "", types } = argumentFields[name];

    // What an argument is to another type differs in the newest version, if anywhere; the rest is in support.test.ts.
    const some = enoughBrokers.includes(broker) ? types : types.slice(0, 1);

    test.each(some)("arrives as it was declared, for a %s queue", async (type) => {
      const args = { vhost, name: `${name} ${type}`, type, ...companions[name], [name]: samples[name] };
      const release = { version: broker.version, from: "the broker runs", denies: () => false };
      const [refused] = unsupported(versionedIn({ kind: kinds.Queue, args }), release);
      const { check, create } = provider(broker, "Queue").verbs;
      if (refused) {
        const { failures } = await check({}, args);
        expect(failures).toContainEqual({ property: "", reason: refused.reason });
        return expect(create(args)).rejects.toThrow(refused.reason);
      }
      const creation = provider(broker, "Queue").create(args);
      const state = await creation;
      const { body } = await api(broker, "GET", `queues/${vhost}/${encodeURIComponent(args.name)}`);
      expect(body.arguments[key]).toBe(samples[name]);
      expect((await provider(broker, "Queue").read(state)).inputs).toEqual(state.inputs);
    });

    test("is refused before anything is sent where the type of queue does not know it", async () => {
      for (const type of queueTypes.filter((each) => !types.includes(each))) {
        const { failures } = await provider(broker, "Queue").verbs.check(
          {},
          { vhost, name: "q", type, [name]: samples[name] },
        );
        expect(failures).toEqual([
          { property: "", reason: expect.stringContaining(`${name}: a ${type} queue has no ${name} (only `) },
        ]);
      }
    });
  });
});
