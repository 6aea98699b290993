import { granted } from "./granted";

const patterns = (roles: Record<string, unknown>) => {
  const { configure, write, read } = granted(roles);
  return [configure, write, read];
};
const own = "^(amq\\.gen-.*)$";

test.each<[what: string, roles: Record<string, unknown>, configure: string, write: string, read: string]>([
  ["nothing", {}, "^$", "^$", "^$"],
  ["publishes", { publishTo: ["orders", "audit"] }, "^$", "^(audit|orders)$", "^$"],
  ["publishes to the default exchange", { publishTo: [""] }, "^$", "^(amq\\.default)$", "^$"],
  ["consumes", { consumeFrom: ["q"] }, "^$", "^$", "^(q)$"],
  ["retries", { consumeFrom: ["q", "dlq"], retryTo: ["retry"] }, "^$", "^(retry)$", "^(dlq|q)$"],
  ["answers directly", { rpcServer: [{ queue: "q" }] }, "^$", "^(amq\\.default)$", "^(q)$"],
  ["answers to an exchange", { rpcServer: [{ queue: "q", replyExchange: "r" }] }, "^$", "^(r)$", "^(q)$"],
  ["asks, answered directly", { rpcClient: [{ exchange: "x" }] }, "^$", "^(x)$", "^$"],
  ["asks, answered in a queue", { rpcClient: [{ exchange: "x", replyQueue: "q" }] }, "^$", "^(x)$", "^(q)$"],
  [
    "asks, answered by an exchange",
    { rpcClient: [{ exchange: "x", replyExchange: "r" }] },
    own,
    "^(x|amq\\.gen-.*)$",
    "^(r|amq\\.gen-.*)$",
  ],
  ["has temporary queues", { temporaryQueues: [{}] }, own, "^$", own],
  [
    "… with a prefix, bound",
    { temporaryQueues: [{ prefix: "t.", from: "x" }] },
    "^(t\\..*)$",
    "^(t\\..*)$",
    "^(x|t\\..*)$",
  ],
  ["binds a queue", { bindQueue: [{ queue: "q", from: "x" }] }, "^$", "^(q)$", "^(x)$"],
  ["binds an exchange", { bindExchange: [{ exchange: "d", from: "s" }] }, "^$", "^(d)$", "^(s)$"],
  ["declares a queue", { declareQueue: ["q"] }, "^(q)$", "^$", "^$"],
  ["… with dead letters", { declareQueue: [{ queue: "q", deadLetterExchange: "d" }] }, "^(q)$", "^(d)$", "^(q)$"],
  [
    "… to the default exchange",
    { declareQueue: [{ queue: "q", deadLetterExchange: "" }] },
    "^(q)$",
    "^(amq\\.default)$",
    "^(q)$",
  ],
  ["declares an exchange", { declareExchange: ["x"] }, "^(x)$", "^$", "^$"],
  ["… with an alternate", { declareExchange: [{ exchange: "x", alternateExchange: "a" }] }, "^(x)$", "^(a)$", "^(x)$"],
  ["publishes to a stream", { publishToStream: ["s"] }, "^$", "^(s)$", "^$"],
  ["consumes from a stream", { consumeFromStream: ["s"] }, "^$", "^$", "^(s)$"],
  [
    "… and stores its offset in a super stream",
    { consumeFromStream: [{ superStream: "s", partitions: 1, storesOffset: true }] },
    "^$",
    "^(s-0)$",
    "^(s|s-0)$",
  ],
  ["… and stores its offset", { consumeFromStream: [{ stream: "s", storesOffset: true }] }, "^$", "^(s)$", "^(s)$"],
  [
    "publishes to a super stream",
    { publishToStream: [{ superStream: "s", partitions: 2 }] },
    "^$",
    "^(s|s-0|s-1)$",
    "^$",
  ],
  [
    "consumes from one",
    { consumeFromStream: [{ superStream: "s", partitions: ["eu", "us"] }] },
    "^$",
    "^$",
    "^(s|s-eu|s-us)$",
  ],
  ["publishes by MQTT", { mqtt: [{ publish: ["a/b"] }] }, "^$", "^(amq\\.topic)$", "^$"],
  [
    "subscribes by MQTT",
    { mqtt: [{ subscribe: ["a/b"], clientIds: ["c.1"] }] },
    ...((["", "", "amq\\.topic|"] as const).map(
      (also) => `^(${also}mqtt-subscription-c\\.1qos0|mqtt-subscription-c\\.1qos1)$`,
    ) as [string, string, string]),
  ],
  [
    "subscribes by MQTT as any client, elsewhere",
    { mqtt: [{ subscribe: ["a/b"], exchange: "things" }] },
    "^(mqtt-subscription-.*)$",
    "^(mqtt-subscription-.*)$",
    "^(things|mqtt-subscription-.*)$",
  ],
  ["sends by STOMP", { stomp: [{ send: ["/exchange/x/k", "/topic/k"] }] }, "^$", "^(amq\\.topic|x)$", "^$"],
  ["sends by STOMP to a queue that is there", { stomp: [{ send: ["/amq/queue/q"] }] }, "^$", "^(amq\\.default)$", "^$"],
  ["sends by STOMP to a queue", { stomp: [{ send: ["/queue/q"] }] }, "^(q)$", "^(amq\\.default)$", "^$"],
  [
    "subscribes by STOMP to a queue that is there",
    { stomp: [{ subscribe: ["/amq/queue/q%2F1"] }] },
    "^$",
    "^$",
    "^(q/1)$",
  ],
  ["subscribes by STOMP to a queue", { stomp: [{ subscribe: ["/queue/q"] }] }, "^(q)$", "^$", "^(q)$"],
  [
    "subscribes by STOMP to an exchange",
    { stomp: [{ subscribe: ["/exchange/x"] }] },
    "^(stomp-subscription-.*)$",
    "^(stomp-subscription-.*)$",
    "^(x|stomp-subscription-.*)$",
  ],
])("%s", (_, roles, ...expected) => {
  expect(patterns(roles)).toEqual(expected);
});

describe("topic permissions", () => {
  const none = "(?!)";

  test.each<[what: string, roles: Record<string, unknown>, topics: object]>([
    ["none without keys", { publishTo: ["x"], bindQueue: [{ queue: "q", from: "x" }] }, {}],
    [
      "keys of all roles together",
      { publishTo: [{ exchange: "x", routingKeys: ["b"] }], retryTo: [{ exchange: "x", routingKeys: ["a.*", "b"] }] },
      { x: { write: "^(a\\.[^.]*|b)$", read: none } },
    ],
    [
      "any key of one role wins",
      {
        publishTo: [
          { exchange: "x", routingKeys: ["b"] },
          { exchange: "y", routingKeys: ["c"] },
        ],
        retryTo: ["x"],
      },
      { x: { write: ".*", read: none }, y: { write: "^(c)$", read: none } },
    ],
    [
      "keys to publish leave those to bind alone",
      { publishTo: [{ exchange: "x", routingKeys: ["a"] }], temporaryQueues: [{ from: "x" }] },
      { x: { write: "^(a)$", read: ".*" } },
    ],
    [
      "keys to bind, of the source",
      { bindExchange: [{ exchange: "d", from: "s", bindingKeys: ["a"] }] },
      { s: { write: none, read: "^(a)$" } },
    ],
    [
      "MQTT's separator and wildcard become AMQP's, and its dot separates too",
      { mqtt: [{ publish: ["a/+/b.c/#"] }] },
      { "amq.topic": { write: "^(a\\.[^.]*\\.b\\.c(\\..*)?)$", read: none } },
    ],
    [
      "STOMP's slashes are decoded, as the broker does, and nothing else is",
      { stomp: [{ send: ["/exchange/x/a%2Fb", "/topic/t.%25"] }] },
      { "amq.topic": { write: "^(t\\.%25)$", read: none }, x: { write: "^(a/b)$", read: none } },
    ],
    [
      "an RPC server's and client's reply keys",
      {
        rpcServer: [{ queue: "q", replyExchange: "r", replyKeys: ["a.*"] }],
        rpcClient: [{ exchange: "x", replyExchange: "s", replyKeys: ["c1"] }],
      },
      { r: { write: "^(a\\.[^.]*)$", read: none }, s: { write: none, read: "^(c1)$" } },
    ],
    [
      "STOMP's subscriptions",
      { stomp: [{ subscribe: ["/topic/a.*"] }] },
      { "amq.topic": { write: none, read: "^(a\\.(?!#(\\.|$))[^.]*)$" } },
    ],
  ])("%s", (_, roles, topics) => {
    expect(granted(roles).topics).toEqual(topics);
  });
});

test("each name comes with the roles that ask for it", () => {
  const { reasons } = granted({
    publishTo: ["x"],
    retryTo: ["x", "retry"],
    consumeFrom: ["q"],
    rpcServer: [{ queue: "q" }],
    temporaryQueues: [{ prefix: "t." }],
  });
  expect(reasons).toEqual({
    configure: { "t.*": ["temporaryQueues"] },
    write: { "amq.default": ["rpcServer"], retry: ["retryTo"], x: ["publishTo", "retryTo"] },
    read: { q: ["consumeFrom", "rpcServer"], "t.*": ["temporaryQueues"] },
  });
});

describe("longer than RabbitMQ takes", () => {
  const many = (beginning: (i: number) => string) => Array.from({ length: 60 }, (_, i) => beginning(i));

  test("sixty names with a common beginning are not", () => {
    const { read } = granted({ consumeFrom: many((i) => `billing.invoice.event-${i}`) });
    expect(Buffer.byteLength(read)).toBeLessThanOrEqual(1024);
  });

  test("sixty names without one are: how long, which roles, and what to do", () => {
    const names = many((i) => `${String.fromCodePoint(0x4e00 + i).repeat(8)}`);
    expect(() => granted({ consumeFrom: names, publishTo: ["x"], rpcServer: [{ queue: String(names[0]) }] })).toThrow(
      /^read would be a pattern of 1505 bytes, and RabbitMQ accepts 1024 \(roles: consumeFrom, rpcServer\): give the names common prefixes, or spread the roles over several AppAccess, each with a user of its own$/,
    );
  });

  test("topic permissions can be too", () => {
    const routingKeys = many((i) => `${i}.`.repeat(8));
    expect(() => granted({ publishTo: [{ exchange: "x", routingKeys }] })).toThrow(
      /^the topic permission to write to "x" would be a pattern of \d+ bytes, and RabbitMQ accepts 1024 /,
    );
  });
});
