import type { Fields } from "../../model/object";
import { omit } from "../../provider/fields";
import type { KindName } from "../../provider/kinds";
import type { Section } from "../../provider/topology/section";

/** What the contract test needs to know of a kind: arguments, a change in place, and a change that is another object or shape. */
export interface KindCase {
  readonly args: Fields;
  /** What has to be there before, in order. */
  readonly needs?: readonly { readonly kind: KindName; readonly args: Fields }[];
  /** The plugin that the broker needs for it. */
  readonly plugin?: string;
  /** One change in place for each field that the broker can change. */
  readonly updates: Fields;
  /** One change for each field that makes a replacement. */
  readonly replaces: Fields;
}

/** One case for each kind, with names that have every character that is awkward in paths. */
export function kindCases(vhost: string): Record<KindName, KindCase> {
  const name = "a/b %c+d#e:f é@~";
  const exchange = { kind: "Exchange", args: { vhost, name: `x ${name}`, type: "topic" } } as const;
  const queue = { kind: "Queue", args: { vhost, name: `q ${name}`, type: "classic" } } as const;
  // A user belongs to no vhost: test files that run at once on one broker would share it.
  const login = `${vhost} ${name}`;
  const user = { kind: "User", args: { name: `u ${login}` } } as const;
  return {
    VHost: {
      // A node remembers that a vhost of this name was traced.
      args: { name: `${vhost} ${name}`, tracing: false },
      updates: { description: "what for", tags: ["b", "a"], tracing: true, maxConnections: 5, maxQueues: 7 },
      replaces: { name: `${vhost} other ${name}` },
    },
    Exchange: {
      args: { vhost, name, type: "topic" },
      updates: {},
      replaces: {
        name: "other",
        type: "fanout",
        durable: false,
        autoDelete: true,
        internal: true,
        alternateExchange: "ae",
        arguments: { "x-note": { nested: [1, true, "1"] } },
      },
    },
    Queue: {
      args: { vhost, name, type: "classic" },
      updates: { forceDestroy: true },
      replaces: {
        name: "other",
        type: "quorum",
        durable: false,
        autoDelete: true,
        messageTtl: 60_000,
        deadLetterExchange: "dlx",
        arguments: { "x-note": { nested: [1, true, "1"] } },
      },
    },
    Binding: {
      needs: [exchange, queue],
      args: { vhost, source: exchange.args.name, destination: queue.args.name, routingKey: "order.*.paid" },
      updates: {},
      replaces: { routingKey: "#", arguments: { "x-match": "all", number: 1, text: "1" } },
    },
    User: {
      args: { name: login, tags: ["management"] },
      updates: { password: "päss:wörd", tags: ["monitoring", "policymaker"], closeConnections: true },
      replaces: { name: `other ${login}` },
    },
    Permissions: {
      needs: [user],
      args: { vhost, user: user.args.name },
      updates: { configure: "^c$", write: "^w$", read: "^r$", closeConnections: true },
      replaces: {},
    },
    TopicPermissions: {
      needs: [user, exchange],
      args: { vhost, user: user.args.name, exchange: exchange.args.name },
      updates: { write: "^w\\.", read: "^r\\.", closeConnections: true },
      replaces: {},
    },
    Policy: {
      args: { vhost, name, pattern: "^orders\\.", definition: { "max-length": 5, "dead-letter-routing-key": "1" } },
      updates: {
        pattern: "^(?!amq\\.)é",
        applyTo: "exchanges",
        priority: -7,
        definition: { "dead-letter-routing-key": "true", overflow: "drop-head" },
      },
      replaces: { name: "other" },
    },
    OperatorPolicy: {
      args: { vhost, name, pattern: "^orders\\.", definition: { "max-length": 5 } },
      updates: {
        pattern: "^(?!amq\\.)é",
        applyTo: "queues",
        priority: -7,
        definition: { "max-length": 6, "message-ttl": 60_000 },
      },
      replaces: { name: "other" },
    },
    FederationUpstream: {
      plugin: "rabbitmq_federation",
      args: { vhost, name, uri: "amqp://u:s3cr%40t@127.0.0.1:1/x", maxHops: 2 },
      updates: { uri: ["amqp://127.0.0.1:1", "amqps://127.0.0.1:2/%2F"], ackMode: "no-ack" },
      replaces: { name: "other" },
    },
    FederationUpstreamSet: {
      plugin: "rabbitmq_federation",
      args: { vhost, name, upstreams: [{ upstream: `u ${name}`, maxHops: 2 }] },
      updates: { upstreams: [{ upstream: "later" }, { upstream: `u ${name}`, messageTtl: 5, bindNowait: true }] },
      replaces: { name: "other" },
    },
    Shovel: {
      plugin: "rabbitmq_shovel",
      needs: [queue],
      // Nothing listens there: a shovel that runs would move what other tests publish.
      args: {
        vhost,
        name,
        srcUri: "amqp://u:s3cr%40t@127.0.0.1:1",
        srcQueue: queue.args.name,
        destUri: "amqp://127.0.0.1:1",
      },
      updates: {
        srcUri: ["amqp://127.0.0.1:1", "amqps://127.0.0.1:2/%2F"],
        srcConsumerArgs: { "x-priority": 5 },
        arguments: { "add-timestamp-header": true },
      },
      replaces: { name: "other" },
    },
    Parameter: {
      plugin: "rabbitmq_federation",
      args: {
        vhost,
        component: "federation-upstream",
        name: `p ${name}`,
        value: { uri: "amqp://u:s3cr%40t@127.0.0.1:1" },
      },
      updates: { value: { uri: "amqp://127.0.0.1:1", expires: 5 } },
      replaces: { name: "other", component: "shovel" },
    },
    GlobalParameter: {
      args: { name: login, value: { a: [1, "1", true, {}], b: {} } },
      updates: { value: "text" },
      replaces: { name: `other ${login}` },
    },
    VHostLimits: {
      args: { vhost, maxConnections: 100 },
      updates: { maxConnections: 50, maxQueues: 700 },
      replaces: {},
    },
  };
}

/** The data of a topology's section with one object of its kind, as the program gives it. */
export function dataOf(
  { keys, label }: Pick<Section, "keys" | "label">,
  args: Fields,
  leaf: unknown = partOf(keys, args),
): unknown {
  if (label) return [leaf];
  return [...keys].reverse().reduce((inner, key) => ({ [String(args[key])]: inner }), leaf);
}

/** The arguments without those that a topology's data has as keys. */
function partOf(keys: readonly string[], args: Fields): Fields {
  return omit(args, ["vhost", ...keys]);
}
