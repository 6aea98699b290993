import type { z } from "zod";
import { nameOrEmpty, text } from "../../model/name";
import type { Version } from "../../model/version";
import type { Field, Support } from "../kind";
import { inPlace } from "./field";
import { argumentFields } from "./queue-arguments";
import { natural, oneOf, positive } from "./schema";

/** A key of a policy's definition that has a property of its own. */
export interface Setting<Value = unknown> extends Field<Value> {
  readonly key: string;
}

export type Settings = Readonly<Record<string, Setting>>;

/** The broker has all settings in one object, of which each reads its own key. */
const setting = <Value>(
  key: string,
  value: z.ZodType<Value>,
  ...support: Support<NonNullable<Value>>[]
): Setting<Value | undefined> => {
  const read = (definition: unknown) => (definition as Readonly<Record<string, Value>> | undefined)?.[key];
  return { ...inPlace<Value | undefined>(value.optional(), { api: "definition", read, support }), key };
};

/** Older versions do not know the key. */
const since = (version: Version, source?: string): Support<never> => ({
  since: version,
  lacking: "refuses",
  ...(source !== undefined && { source }),
});

const memory: Support<never> = {
  until: [4, 0],
  lacking: "ignores",
  instead: "leave it out: quorum queues keep no message bodies in memory any more",
  source: "https://www.rabbitmq.com/docs/quorum-queues",
};

const { deadLetterStrategy, filterSizeBytes, maxAge, overflow, version } = argumentFields;
type Words<Of extends { schema: z.ZodType }> = z.ZodType<NonNullable<z.infer<Of["schema"]>>>;
const valuesOf = <Of extends { schema: z.ZodType }>({ schema }: Of) => schema as Words<Of>;

/** The settings that policies and operator policies have. */
const limits = {
  expires: setting("expires", positive),
  messageTtl: setting("message-ttl", natural),
  maxLength: setting("max-length", natural),
  maxLengthBytes: setting("max-length-bytes", natural),
  overflow: setting("overflow", valuesOf(overflow)),
  deliveryLimit: setting("delivery-limit", argumentFields.deliveryLimit.schema as z.ZodType<number>, {
    since: [4, 0],
    lacking: "refuses",
    of: "below 0",
    includes: (limit) => limit < 0,
    source: "refused by 3.10.8 and taken by 4.0.5; the versions between were not tried",
  }),
  version: setting("queue-version", valuesOf(version), {
    until: [4, 0],
    lacking: "ignores",
    of: "1",
    includes: (given) => given === 1,
    instead: "use 2, or leave it out",
    source: "queues of 4.0.5 and 4.3.6 show version 2 in their backing_queue_status all the same",
  }),
  quorumTargetGroupSize: setting(
    "target-group-size",
    positive,
    since([3, 13], "https://www.rabbitmq.com/docs/quorum-queues#replica-reconciliation"),
  ),
  delayedRetryType: setting("delayed-retry-type", text, since([4, 3, 1])),
  delayedRetryMin: setting("delayed-retry-min", positive, since([4, 3, 1])),
  delayedRetryMax: setting("delayed-retry-max", positive, since([4, 3, 1])),
  maxInMemoryLength: setting("max-in-memory-length", natural, memory),
  maxInMemoryBytes: setting("max-in-memory-bytes", natural, memory),
};

/** Every setting of a policy. */
export const policySettings = {
  ...limits,
  deadLetterExchange: setting("dead-letter-exchange", nameOrEmpty),
  deadLetterRoutingKey: setting("dead-letter-routing-key", text),
  deadLetterStrategy: setting("dead-letter-strategy", valuesOf(deadLetterStrategy)),
  alternateExchange: setting("alternate-exchange", nameOrEmpty),
  mode: setting("queue-mode", oneOf(["default", "lazy"]), {
    until: [4, 3],
    lacking: "ignores",
    instead: "leave it out: it has had no effect since RabbitMQ 3.12",
    source: "https://www.rabbitmq.com/docs/lazy-queues",
  }),
  leaderLocator: setting("queue-leader-locator", text),
  initialClusterSize: setting("initial-cluster-size", positive),
  consumerTimeout: setting("consumer-timeout", natural, since([3, 12])),
  consumerDisconnectedTimeout: setting("consumer-disconnected-timeout", natural, since([4, 3])),
  maxAge: setting("max-age", valuesOf(maxAge)),
  maxSegmentSizeBytes: setting("stream-max-segment-size-bytes", natural),
  filterSizeBytes: setting("stream-filter-size-bytes", valuesOf(filterSizeBytes), since([3, 13])),
  federationUpstream: setting("federation-upstream", text),
  federationUpstreamSet: setting("federation-upstream-set", text),
  federationUpstreamPattern: setting("federation-upstream-pattern", text),
};

const addedIn312 = since([3, 12, 7], "release notes of 3.12.7");
const inOperatorPolicies = <Value>(given: Setting<Value>, row: Support<never>): Setting<Value> => ({
  ...given,
  support: [row, ...(given.support ?? [])] as NonNullable<Setting<Value>["support"]>,
});

/** Every setting of an operator policy: some came later than to policies. */
export const operatorPolicySettings = {
  ...limits,
  overflow: inOperatorPolicies(limits.overflow, addedIn312),
  version: inOperatorPolicies(limits.version, addedIn312),
};

const mirroring = ["mode", "params", "sync-mode", "sync-batch-size", "promote-on-shutdown", "promote-on-failure"];

/** What not every version supports of the keys that have no property, since nobody should begin to use them. */
export const policyKeySupport: readonly Support[] = [
  ...mirroring.map(
    (part): Support => ({
      part: `ha-${part}`,
      until: [4, 0],
      lacking: "refuses",
      instead: "use quorum queues, which are replicated",
    }),
  ),
  {
    part: "queue-master-locator",
    until: [4, 3],
    lacking: "refuses",
    feature: "queue_master_locator",
    instead: "use leaderLocator of a Policy",
  },
];

export const operatorPolicyKeySupport: readonly Support[] = [
  {
    part: "queue-master-locator",
    ...since([4, 0], "refused by 3.10.8 and taken by 4.0.5; the versions between were not tried"),
  },
  ...policyKeySupport,
];

/** The property of a policy that sets this key. */
export function propertyOf(key: string): string | undefined {
  return Object.entries<Setting>(policySettings).find(([, each]) => each.key === key)?.[0];
}
