import { checkedRoles } from "../../sdk/access/check";

const problem = (args: Record<string, unknown>) => {
  try {
    checkedRoles({ vhost: "shop", ...args });
  } catch (error) {
    return (error as Error).message;
  }
  return "no error";
};
const amq = "the broker reserves such names";
const destinations = "/exchange/<name>, /exchange/<name>/<key>, /topic/<key>, /queue/<name> or /amq/queue/<name>";

test.each<[args: Record<string, unknown>, line: string]>([
  [{ publishto: ["a"] }, "publishto: is not a property of an AppAccess: did you mean publishTo?"],
  [{ publishTo: "a" }, "publishTo: must be a list"],
  [{ publishTo: [5] }, 'publishTo: at "0": must be a name, or an object with exchange, routingKeys'],
  [{ publishTo: [{}] }, 'publishTo: at "0.exchange": must be the name of an exchange'],
  [
    { publishTo: ["a", { exchange: "b", routingkeys: ["k"] }] },
    'publishTo: at "1": has no property routingkeys, only exchange, routingKeys',
  ],
  [
    { publishTo: [{ exchange: "a", routingKeys: [] }] },
    'publishTo: at "0.routingKeys": must not be empty: leave it out to allow any key',
  ],
  [{ publishTo: [{ exchange: "a", routingKeys: "k" }] }, 'publishTo: at "0.routingKeys": must be a list'],
  [
    { publishTo: [{ exchange: "", routingKeys: ["k"] }] },
    'publishTo: at "0": cannot have routingKeys on the default exchange: RabbitMQ restricts topic exchanges only',
  ],
  [
    { rpcClient: [{ exchange: "amq.default", routingKeys: ["k"] }] },
    'rpcClient: at "0": cannot have routingKeys on the default exchange: RabbitMQ restricts topic exchanges only',
  ],
  [
    { rpcClient: [{ exchange: "x", replyExchange: "y", replyQueue: "q" }] },
    'rpcClient: at "0": must not have both replyExchange and replyQueue',
  ],
  [{ rpcServer: ["q"] }, 'rpcServer: at "0": must be an object with queue, replyExchange, replyKeys'],
  [{ consumeFrom: [""] }, 'consumeFrom: at "0": must not be empty'],
  [{ consumeFrom: [{ queue: "q" }] }, 'consumeFrom: at "0": must be a string'],
  [{ consumeFrom: ["a\nb"] }, 'consumeFrom: at "0": must not contain a line break: the broker strips it'],
  [{ temporaryQueues: [{ prefix: "" }] }, 'temporaryQueues: at "0.prefix": must not be empty'],
  [{ temporaryQueues: [{ prefix: "amq.x" }] }, 'temporaryQueues: at "0.prefix": must not begin with "amq."'],
  [{ temporaryQueues: [{ prefix: "a" }] }, `temporaryQueues: at "0.prefix": must not be a prefix of "amq.": ${amq}`],
  [
    { temporaryQueues: [{ from: "x", bindingKeys: [] }] },
    'temporaryQueues: at "0.bindingKeys": must not be empty: leave it out to allow any key',
  ],
  [{ bindQueue: [{ queue: "q" }] }, 'bindQueue: at "0.from": must be a string'],
  [
    { bindQueue: [{ queue: "q", from: "amq.default" }] },
    'bindQueue: at "0.from": must not be the default exchange: nothing can be bound to it or from it',
  ],
  [
    { declareQueue: [{ queue: "q", name: "q" }] },
    'declareQueue: at "0": has no property name, only queue, deadLetterExchange',
  ],
  [{ publishToStream: [{ superStream: "s", partitions: 0 }] }, 'publishToStream: at "0.partitions": must be 1 or more'],
  [
    { publishToStream: [{ superStream: "s" }] },
    'publishToStream: at "0": must be a stream, or { superStream, partitions }',
  ],
  [{ mqtt: [{ clientIds: ["c"] }] }, 'mqtt: at "0": must have publish or subscribe'],
  [{ mqtt: [{ publish: "a/b" }] }, 'mqtt: at "0.publish": must be a list of topics'],
  [{ mqtt: [{ publish: ["a/*"] }] }, 'mqtt: at "0.publish.0": must not contain *: AMQP treats it like MQTT\'s +'],
  [
    { publishToStream: [{ superStream: "s", partitions: 1e10 }] },
    'publishToStream: at "0.partitions": must be at most 1000',
  ],
  [
    { publishToStream: [{ stream: "s", storesOffset: true }] },
    'publishToStream: at "0": must be a stream, or { superStream, partitions }',
  ],
  [
    { rpcServer: [{ queue: "q", replyKeys: ["a"] }] },
    'rpcServer: at "0": replyKeys need a replyExchange: RabbitMQ restricts topic exchanges only',
  ],
  [{ rpcClient: [{ exchange: "x", replyKeys: ["a"] }] }, 'rpcClient: at "0": replyKeys need a replyExchange'],
  [{ mqtt: [{ subscribe: ["#"], clientIds: [] }] }, 'mqtt: at "0.clientIds": must not be empty'],
  [{ stomp: [{ send: ["orders"] }] }, `stomp: at "0.send.0": "orders" must be ${destinations}`],
  [{ stomp: [{ send: ["/topic/a/b"] }] }, `stomp: at "0.send.0": "/topic/a/b" must be ${destinations}`],
  [{ stomp: [{ subscribe: ["/temp-queue/q"] }] }, `stomp: at "0.subscribe.0": "/temp-queue/q" must be ${destinations}`],
  [
    { stomp: [{ send: ["/exchange/amq.default/k"] }] },
    `stomp: at "0.send.0": "/exchange/amq.default/k" must be ${destinations}`,
  ],
  [{ accept: ["all"] }, 'accept: at "0": must be one of purge, bind, publish, consume, declare, keys, defaultExchange'],
  [
    { rotate: "a", passwordHash: "b" },
    "rotate: cannot be used with passwordHash: give password, or neither of the two to generate one",
  ],
])("%j is told in one clear line", (args, line) => {
  expect(problem(args)).toBe(line);
});

test("everything that is wrong is told at once", () => {
  expect(problem({ consumeFrom: [""], publishTo: "a", colour: "red" })).toBe(
    'publishTo: must be a list; consumeFrom: at "0": must not be empty; colour: is not a property of an AppAccess',
  );
});

test("a name that is not right does not show a value that may be a secret", () => {
  expect(problem({ pasword: "geheim" })).toBe("pasword: is not a property of an AppAccess: did you mean password?");
});

test("roles that are right come with their defaults, and an empty list is no role", () => {
  expect(
    checkedRoles({
      vhost: "shop",
      publishTo: ["events", { exchange: "", routingKeys: undefined }],
      consumeFrom: [],
      temporaryQueues: [{ from: "amq.topic" }],
      consumeFromStream: ["log", { superStream: "s", partitions: 2 }],
    }),
  ).toMatchObject({
    publishTo: [{ exchange: "events" }, { exchange: "" }],
    consumeFrom: [],
    temporaryQueues: [{ from: "amq.topic", prefix: "amq.gen-" }],
    consumeFromStream: [{ stream: "log" }, { superStream: "s", partitions: 2, storesOffset: false }],
  });
});
