type Definitions = Readonly<Record<string, readonly object[]>>;

const queue = (vhost: string, name: string, args: object = {}) => {
  return { name, vhost, durable: true, auto_delete: false, arguments: args };
};
const exchange = (vhost: string, name: string, more: object = {}) => {
  return { name, vhost, type: "topic", durable: true, auto_delete: false, internal: false, arguments: {}, ...more };
};
const binding = (vhost: string, routing_key: string, more: object = {}) => {
  return { source: "x", vhost, destination: "q", destination_type: "queue", routing_key, arguments: {}, ...more };
};
const permission = (vhost: string, user: string) => ({ user, vhost, configure: "", write: "", read: ".*" });
const parameter = (vhost: string, component: string, name: string, value: unknown) => {
  return { vhost, component, name, value };
};

/** What users keep in definitions files: as each version exports it, by hand, and what a broker takes and drops. */
export const definitions: Readonly<Record<string, (vhost: string, user: string) => Definitions>> = {
  "topic permissions of the default exchange": (vhost, user) => ({
    users: [{ name: user, password: "p", tags: "" }],
    permissions: [permission(vhost, user)],
    topic_permissions: [{ user, vhost, exchange: "", write: ".*", read: ".*" }],
  }),
  "arguments that old versions ignore": (vhost) => ({
    queues: [
      queue(vhost, "q", { "x-consumer-timeout": 60000 }),
      queue(vhost, "s", { "x-queue-type": "stream", "x-stream-filter-size-bytes": 32 }),
    ],
  }),
  "an overflow that the type refuses": (vhost) => ({
    queues: [queue(vhost, "q", { "x-queue-type": "quorum", "x-overflow": "reject-publish-dlx" })],
  }),
  "an empty alternate exchange": (vhost) => ({
    exchanges: [exchange(vhost, "x", { arguments: { "alternate-exchange": "" } })],
  }),
  "a mode that old versions refuse": (vhost) => ({ queues: [queue(vhost, "mode", { "x-queue-mode": "Lazy" })] }),
  "odd values and names": (vhost) => ({
    queues: [
      queue(vhost, "big", { "x-max-length-bytes": 9007199254740991 }),
      queue(vhost, "."),
      queue(vhost, "line\nbreak"),
      queue(vhost, "a/b %2F \"c\" 'd' `e` $f \\ ü 😀"),
    ],
  }),
  "bindings with arguments": (vhost) => ({
    exchanges: [exchange(vhost, "x", { type: "headers" })],
    queues: [queue(vhost, "q")],
    bindings: [
      binding(vhost, "a~b"),
      binding(vhost, "k~", { arguments: { a: 1 } }),
      binding(vhost, "", { arguments: { "x-match": "all", n: 1.5, yes: true, list: [1, "a"], t: { b: 2 } } }),
    ],
  }),
  "internal exchanges": (vhost) => ({
    exchanges: [exchange(vhost, "x"), exchange(vhost, "internal", { type: "fanout", internal: true })],
    bindings: [binding(vhost, "#", { destination: "internal", destination_type: "exchange" })],
  }),
  "limits, protection and tags of 4.x": (vhost, user) => ({
    vhosts: [
      {
        name: vhost,
        description: "Of 4.x",
        tags: ["a", "b"],
        metadata: { description: "Of 4.x", tags: ["a", "b"], default_queue_type: "quorum" },
        limits: [{ name: "max-queues", value: 90 }],
      },
    ],
    users: [{ name: user, password: "p", tags: ["monitoring", "own-tag"], limits: { "max-connections": 5 } }],
    permissions: [permission(vhost, user)],
  }),
  "limits and operator policies of 3.x among the parameters": (vhost, user) => ({
    users: [{ name: user, password: "p", tags: "management,own-tag" }],
    permissions: [permission(vhost, user)],
    parameters: [
      parameter(vhost, "vhost-limits", "limits", { "max-connections": 7 }),
      parameter(vhost, "operator_policy", "small", {
        pattern: "^a",
        "apply-to": "queues",
        priority: 1,
        definition: { "max-length": 5 },
      }),
      parameter(vhost, "federation-upstream", "up", { uri: "amqp://user:secret@127.0.0.1:1", expires: 3600000 }),
      parameter(vhost, "federation-upstream-set", "set", [{ upstream: "up" }]),
    ],
    policies: [
      {
        vhost,
        name: "all",
        pattern: ".*",
        "apply-to": "all",
        priority: 0,
        definition: { "federation-upstream": "up" },
      },
      { vhost, name: "ha", pattern: "^b", "apply-to": "queues", priority: 1, definition: { "max-length": 5 } },
    ],
  }),
  "a shovel with its queues": (vhost) => ({
    queues: [queue(vhost, "a"), queue(vhost, "b", { "x-queue-type": "stream", "x-max-age": "1M" })],
    parameters: [
      parameter(vhost, "shovel", "moves", {
        "src-uri": "amqp://127.0.0.1:1",
        "src-queue": "b",
        "src-protocol": "amqp091",
        "src-consumer-args": { "x-stream-offset": "next" },
        "dest-uri": ["amqp://u:pw@127.0.0.1:1", "amqp://127.0.0.1:1"],
        "dest-queue": "a",
        "dest-protocol": "amqp091",
        "ack-mode": "on-confirm",
        "src-delete-after": "never",
      }),
    ],
  }),
  "arguments of old clients": (vhost) => ({
    queues: [
      queue(vhost, "q", { "x-queue-master-locator": "min-masters", "x-queue-mode": "lazy", "x-message-ttl": 60000 }),
      queue(vhost, "r", { "x-ha-policy": "all", "x-unknown": { deep: [1] } }),
    ],
  }),
  "every type of exchange and queue": (vhost) => ({
    exchanges: ["direct", "fanout", "topic", "headers"].map((type) => exchange(vhost, type, { type })),
    queues: ["classic", "quorum", "stream"].map((type) => queue(vhost, type, { "x-queue-type": type })),
  }),
  "queues of several applications for the same events": (vhost) => ({
    queues: ["mail", "audit", "search"].flatMap((start) =>
      ["paid", "placed"].map((end) => queue(vhost, `${start}.${end}`)),
    ),
    exchanges: [exchange(vhost, "x")],
    bindings: ["mail", "audit", "search"].map((start) => binding(vhost, "paid", { destination: `${start}.paid` })),
  }),
  "a type of exchange of 4.x": (vhost) => ({ exchanges: [exchange(vhost, "random", { type: "x-local-random" })] }),
  "a user without a password": (vhost, user) => ({
    users: [{ name: user, password_hash: "", hashing_algorithm: "rabbit_password_hashing_sha512", tags: [] }],
    permissions: [permission(vhost, user)],
  }),
};

/** RabbitMQ cannot name the first binding, and fails to list all between its ends. */
export function unlistable(vhost: string): Definitions {
  return {
    exchanges: [exchange(vhost, "x")],
    queues: [queue(vhost, "q"), queue(vhost, "q2")],
    bindings: [
      binding(vhost, "a~b", { arguments: { a: 1 } }),
      binding(vhost, "fine"),
      binding(vhost, "other", { destination: "q2" }),
    ],
  };
}
