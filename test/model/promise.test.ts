import { promisesOf } from "../../model/promise";
import { checkedRoles } from "../../sdk/access/check";

const facts = {
  exchanges: [{ name: "events", type: "topic", durable: true }],
  queues: [{ name: "paid", type: "quorum", durable: true, arguments: { "x-delivery-limit": 5 } }],
};
const promised = (roles: Record<string, unknown>) => promisesOf(checkedRoles(roles), facts);
const nothing = { exchanges: [], queues: [], publishTo: [], consumeFrom: [], bindFrom: [] };

test("what is known of an exchange or a queue is in the promise, and nothing is made up for others", () => {
  expect(promised({ publishTo: ["events", "audit"], consumeFrom: ["paid", "elsewhere"] })).toEqual({
    exchanges: [{ name: "audit" }, facts.exchanges[0]],
    queues: [{ name: "elsewhere" }, facts.queues[0]],
    publishTo: [{ exchange: "audit" }, { exchange: "events" }],
    consumeFrom: ["elsewhere", "paid"],
    bindFrom: [],
  });
});

test("an application without roles is promised nothing", () => {
  expect(promised({})).toEqual(nothing);
});

test("keys of several roles come together, and any key wins", () => {
  const keys = (...retryTo: unknown[]) =>
    promised({ publishTo: [{ exchange: "events", routingKeys: ["b", "a"] }], retryTo }).publishTo;
  expect(keys({ exchange: "events", routingKeys: ["c", "a"] })).toEqual([
    { exchange: "events", routingKeys: ["a", "b", "c"] },
  ]);
  expect(keys("events")).toEqual([{ exchange: "events" }]);
});

test("the default exchange need not be there, but may be published to", () => {
  expect(promised({ publishTo: [""] })).toEqual({ ...nothing, publishTo: [{ exchange: "" }] });
});

test("what the application declares itself is not promised", () => {
  const roles = {
    declareQueue: [{ queue: "mine", deadLetterExchange: "events" }],
    declareExchange: ["own"],
    consumeFrom: ["mine"],
    publishTo: ["own"],
    bindQueue: [{ queue: "mine", from: "own" }],
  };
  expect(promised(roles)).toEqual({ ...nothing, exchanges: facts.exchanges });
});

test("an exchange is not its own because a queue of that name is", () => {
  expect(promised({ declareQueue: ["events"], publishTo: ["events"] }).exchanges).toEqual(facts.exchanges);
});

test("temporary queues are not promised, and what they are bound to is", () => {
  const bindFrom = [{ exchange: "events", bindingKeys: ["order.#"] }];
  expect(promised({ temporaryQueues: [{ from: "events", bindingKeys: ["order.#"] }] })).toEqual({
    ...nothing,
    exchanges: facts.exchanges,
    bindFrom,
  });
  expect(promised({ temporaryQueues: [{ prefix: "t." }] })).toEqual(nothing);
});

test("a super stream is an exchange and its partitions", () => {
  const { exchanges, queues, consumeFrom } = promised({ consumeFromStream: [{ superStream: "log", partitions: 2 }] });
  expect({ exchanges, queues, consumeFrom }).toEqual({
    exchanges: [{ name: "log" }],
    queues: [{ name: "log-0" }, { name: "log-1" }],
    consumeFrom: ["log-0", "log-1"],
  });
});

test("a queue that is bound must be there, and its source too", () => {
  expect(promised({ bindQueue: [{ queue: "paid", from: "events", bindingKeys: ["a"] }] })).toEqual({
    ...nothing,
    exchanges: facts.exchanges,
    queues: facts.queues,
    bindFrom: [{ exchange: "events", bindingKeys: ["a"] }],
  });
});

test("MQTT and STOMP promise their exchanges, and STOMP's own queue is not promised", () => {
  const { exchanges, queues } = promised({
    mqtt: [{ publish: ["a"] }],
    stomp: [{ subscribe: ["/exchange/events/a", "/queue/mine", "/amq/queue/paid"] }],
  });
  expect(exchanges).toEqual([{ name: "amq.topic" }, facts.exchanges[0]]);
  expect(queues).toEqual(facts.queues);
});
