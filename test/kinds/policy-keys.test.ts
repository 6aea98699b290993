import type { Fields } from "../../model/object";
import type { Kind } from "../../provider/kind";
import { kinds } from "../../provider/kinds";
import { operatorPolicySettings, policySettings, type Settings } from "../../provider/kinds/policy-settings";
import { unsupported, versionedIn } from "../../provider/support";
import { api, makeVHost } from "../support/admin";
import { brokers, newest, type TestBroker } from "../support/environment";
import { provider } from "../support/provider";
import { topologyRun } from "../support/topology";

const vhost = "policy-keys";
const pattern = "^none$";

const samples: Record<keyof typeof policySettings, unknown> = {
  expires: 60_000,
  messageTtl: 0,
  maxLength: 5,
  maxLengthBytes: 1_000_000,
  overflow: "reject-publish",
  deliveryLimit: 3,
  version: 2,
  quorumTargetGroupSize: 1,
  delayedRetryType: "disabled",
  delayedRetryMin: 1_000,
  delayedRetryMax: 60_000,
  maxInMemoryLength: 5,
  maxInMemoryBytes: 5_000,
  deadLetterExchange: "dlx",
  deadLetterRoutingKey: "1",
  deadLetterStrategy: "at-most-once",
  alternateExchange: "ae",
  mode: "lazy",
  leaderLocator: "client-local",
  initialClusterSize: 1,
  consumerTimeout: 60_000,
  consumerDisconnectedTimeout: 60_000,
  maxAge: "7D",
  maxSegmentSizeBytes: 500_000,
  filterSizeBytes: 32,
  federationUpstream: "upstream",
  federationUpstreamSet: "all",
  federationUpstreamPattern: "^upstream",
};

/** Keys without a property, and values that not every version takes; with what the broker wants beside a key. */
const others: readonly Fields[] = [
  { "ha-mode": "all" },
  { "ha-mode": "exactly", "ha-params": 1 },
  { "ha-mode": "all", "ha-sync-mode": "automatic" },
  { "ha-mode": "all", "ha-sync-batch-size": 1 },
  { "ha-mode": "all", "ha-promote-on-shutdown": "always" },
  { "ha-mode": "all", "ha-promote-on-failure": "always" },
  { "queue-master-locator": "min-masters" },
  { "delivery-limit": -1 },
  { "queue-version": 1 },
];

type PolicyName = "Policy" | "OperatorPolicy";
const collections: [PolicyName, string, Settings][] = [
  ["Policy", "policies", policySettings],
  ["OperatorPolicy", "operator-policies", operatorPolicySettings],
];

async function hasFederation(broker: TestBroker): Promise<boolean> {
  const [node] = (await api(broker, "GET", "nodes?columns=enabled_plugins")).body;
  return node.enabled_plugins.includes("rabbitmq_federation");
}

/** The broker's release as a check sees it. */
async function releaseOf(broker: TestBroker) {
  const { body } = await api(broker, "GET", "deprecated-features");
  const denied = Array.isArray(body) ? body.filter(({ state }) => state === "denied").map(({ name }) => name) : [];
  return { version: broker.version, from: "the broker runs", denies: (feature: string) => denied.includes(feature) };
}

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterEach(() => removeVHost());

  describe.each(collections)("%s", (name, collection, settings) => {
    const kind: Kind = kinds[name];
    const definitionOf = async (policy: string) => {
      const { status, body } = await api(broker, "GET", `${collection}/${vhost}/${policy}`);
      return status === 200 ? body.definition : undefined;
    };

    test("each setting arrives, as a property and in definition, and is read as it was declared; or the preview refuses it", async () => {
      const [release, isFederated] = [await releaseOf(broker), await hasFederation(broker)];
      const { verbs } = provider(broker, name);
      const known = Object.entries(settings).filter(([property]) => isFederated || !property.startsWith("federation"));
      const forms = known.flatMap(([property, { key }]) => {
        const value = samples[property as keyof typeof samples];
        return [
          { key, value, given: { [property]: value } },
          { key, value, given: { definition: { [key]: value } } },
        ];
      });
      const outcome = async ({ given }: { given: Fields }, index: number) => {
        const { inputs, failures = [] } = await verbs.check({}, { vhost, name: `p${index}`, pattern, ...given });
        if (failures.length > 0) return failures.map(({ reason }) => reason);
        const { id, outs } = await verbs.create(inputs);
        const read = await verbs.read(id, outs);
        return [await definitionOf(`p${index}`), read.inputs];
      };
      const expected = ({ key, value, given }: (typeof forms)[number], index: number) => {
        const args = { vhost, name: `p${index}`, pattern, applyTo: "all", priority: 0, ...given };
        const reasons = unsupported(versionedIn({ kind, args }), release).map(({ reason }) => reason);
        return reasons.length > 0 ? reasons : [{ [key]: value }, args];
      };
      expect(await Promise.all(forms.map(outcome))).toEqual(forms.map(expected));
    });

    test("what the table says to be refused, and nothing else, is refused by the broker itself", async () => {
      const [release, isFederated] = [await releaseOf(broker), await hasFederation(broker)];
      const typed = Object.entries<{ key: string }>(policySettings).map(([property, { key }]) => ({
        [key]: samples[property as keyof typeof samples],
      }));
      const all = [...typed, ...others];
      const expected = all.map((definition) => {
        const rows = versionedIn({ kind, args: { definition } }).filter(({ lacking }) => lacking === "refuses");
        const [key = ""] = Object.keys(definition);
        const isHere = isFederated || !key.startsWith("federation");
        // No operator policy of 3.10 has any of the keys that are said to be refused only later.
        const isKnown =
          Object.values(settings).some((each) => each.key === key) || all.indexOf(definition) >= typed.length;
        const isOldOperator = name === "OperatorPolicy" && key.startsWith("ha-");
        return isHere && isKnown && !isOldOperator && unsupported(rows, release).length === 0;
      });
      const taken = await Promise.all(
        all.map(async (definition, index) => {
          const path = `${collection}/${vhost}/raw${index}`;
          return (await api(broker, "PUT", path, { pattern, definition })).status === 201;
        }),
      );
      const table = (values: readonly boolean[]) => all.map((each, index) => [JSON.stringify(each), values[index]]);
      expect(table(taken)).toEqual(table(expected));
    });

    test("another form of the same settings is no difference to the broker's, and a change in place", async () => {
      const inDefinition = { vhost, name: "p", pattern, definition: { "max-length": 5, "message-ttl": 9 } };
      const typed = { vhost, name: "p", pattern, maxLength: 5, definition: { "message-ttl": 9 } };
      const it = provider(broker, name);
      const state = await it.create(inDefinition);
      expect((await it.read(state)).inputs).toEqual(state.inputs);
      const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
      expect(await it.diff(state, await it.check(typed))).toMatchObject({ replaces: [] });
      const moved = await it.update(state, await it.check(typed));
      expect(warned.mock.calls).toEqual([]);
      expect((await it.read(moved)).inputs).toEqual(moved.inputs);
      expect(await it.create(inDefinition)).toEqual(state);

      await api(broker, "PUT", `${collection}/${vhost}/p`, {
        pattern,
        definition: { "max-length": 6, "message-ttl": 9 },
      });
      await it.update(state, await it.check(typed));
      expect(warned.mock.calls.flat()).toEqual([
        expect.stringMatching(/another client changed it .*: maxLength: the state has 5, the broker has 6$/),
      ]);
      expect(await definitionOf("p")).toEqual({ "max-length": 5, "message-ttl": 9 });
      warned.mockRestore();
    });

    test("get gives every setting in definition, and those with a property there too", async () => {
      const definition = { "max-length": 5, expires: 60_000 };
      await api(broker, "PUT", `${collection}/${vhost}/p`, { pattern, definition });
      const { inputs, props } = await provider(broker, name).read({ id: `${vhost}/p`, outs: { __get: true } });
      expect(inputs).toMatchObject({ maxLength: 5, expires: 60_000, definition });
      expect((await provider(broker, name).read({ id: `${vhost}/p`, outs: props as Fields })).inputs).toEqual(inputs);
    });
  });

  test("a key that this version refuses or ignores may stay in an existing policy while others change", async () => {
    const definition = { "queue-mode": "lazy", "max-length": 5 };
    await api(broker, "PUT", `policies/${vhost}/p`, { pattern, definition });
    const args = { vhost, name: "p", pattern, definition };
    const { verbs } = provider(broker, "Policy");
    const warned = jest.spyOn(console, "warn").mockImplementation(() => {});
    for (const changed of [
      { ...args, definition: { ...definition, "max-length": 6 } },
      { vhost, name: "p", pattern, mode: "lazy", maxLength: 6 },
    ]) {
      expect((await verbs.check(args, changed)).failures).toEqual([]);
      expect((await verbs.check({}, changed)).failures).toEqual([]);
    }
    const isIgnored = broker.version.startsWith("4.3");
    const ignored =
      /: (definition "queue-mode"|mode) is ignored from RabbitMQ 4\.3 on, the broker runs 4\.3.*: leave it out/;
    expect(warned.mock.calls.flat()).toEqual(isIgnored ? Array(4).fill(expect.stringMatching(ignored)) : []);
    const { failures } = await verbs.check({}, { ...args, name: "new" });
    expect(failures).toEqual(
      isIgnored ? [{ property: "", reason: expect.stringMatching(/^definition "queue-mode" is /) }] : [],
    );
    warned.mockRestore();
  });

  test("the policies of a topology have the same properties", async () => {
    const data = {
      vhost,
      policies: { p: { pattern, maxLength: 5, deadLetterExchange: "dlx", definition: { "message-ttl": 9 } } },
      operatorPolicies: { p: { pattern, maxLength: 6 }, q: { pattern, definition: { "max-length": 6 } } },
    };
    const state = await topologyRun(broker).create(data);
    expect((await api(broker, "GET", `policies/${vhost}/p`)).body.definition).toEqual({
      "max-length": 5,
      "dead-letter-exchange": "dlx",
      "message-ttl": 9,
    });
    expect((await topologyRun(broker).read(state)).inputs).toEqual(state.inputs);
    const wrong = {
      vhost,
      policies: { p: { pattern, maxLength: 5, definition: { "max-length": 5 } }, q: { pattern } },
    };
    expect((await topologyRun(broker).verbs.check({}, wrong)).failures?.map(({ reason }) => reason)).toEqual([
      'policies.p.definition must not contain "max-length" as well: use the property maxLength',
      "policies.q.definition at least one setting must be given, as a property such as maxLength or here",
    ]);
  });
});

test("rabbitmq:targetVersion refuses, without a broker, what that version does not have", async () => {
  const reasons = async (targetVersion: string, definition: Fields, more: Fields = {}) => {
    const settings = { targetVersion, endpoint: "http://127.0.0.1:1" };
    const args = { vhost, name: "p", pattern, ...more, definition };
    return (await provider(newest, "Policy", { settings }).verbs.check({}, args)).failures?.map(({ reason }) => reason);
  };
  expect(await reasons("3.10", { "delivery-limit": -1 }, { filterSizeBytes: 32, maxLength: 5 })).toEqual([
    "filterSizeBytes needs RabbitMQ 3.13, rabbitmq:targetVersion is 3.10",
    'definition "delivery-limit" below 0 needs RabbitMQ 4.0, rabbitmq:targetVersion is 3.10',
  ]);
  expect(await reasons("4.3", { "ha-mode": "all", "queue-master-locator": "min-masters", "max-length": 5 })).toEqual([
    'definition "ha-mode" is refused from RabbitMQ 4.0 on, rabbitmq:targetVersion is 4.3: use quorum queues, which are replicated',
    'definition "queue-master-locator" is refused from RabbitMQ 4.3 on, rabbitmq:targetVersion is 4.3: use leaderLocator of a Policy',
  ]);
});

test("what a queue's or an exchange's policy can set in place has the same name in both", () => {
  for (const kind of [kinds.Queue, kinds.Exchange] as Kind[]) {
    for (const [property, key] of Object.entries(kind.policies)) {
      expect([property, policySettings[property as keyof typeof policySettings]?.key]).toEqual([property, key]);
    }
  }
});
