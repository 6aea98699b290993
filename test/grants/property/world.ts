import fc from "fast-check";
import type { Thing } from "../../../model/operation";
import type { Roles } from "../../../model/roles";
import type { Plain } from "../../../model/value";

export interface World {
  readonly exchanges: readonly { readonly name: string; readonly type: string }[];
  readonly queues: readonly string[];
  readonly roles: Plain<Roles>;
}

/** Names that one careless pattern takes for one another. */
const families = [
  ["orders", "orders.dlq", "ordersXdlq", "my-orders", "order"],
  ["a", "b", "a|b", "(a)", "[ab]", "a*", "a+", ".*"],
  ["é", "日", "日本", "😀", "é😀"],
  ["x/y", "x%2Fy", "x y", "x@y", "x#y", "x^y", "x$", "x-y]", "x\\"],
  ["job-1", "job-10", "job-11", "job-", "job"],
  ["tmp.", "tmp.report", "tmp"],
];
const names = fc
  .shuffledSubarray(families, { minLength: 2, maxLength: 2 })
  .chain((chosen) => fc.shuffledSubarray(chosen.flat(), { minLength: 4, maxLength: 6 }));
const topicPattern = fc.constantFrom(
  "order.paid",
  "order.*",
  "order.#",
  "#.paid",
  "*",
  "#",
  "",
  "a.b|c",
  "é.#",
  ".#",
  "*.#.x",
);
const keys = fc.array(topicPattern, { minLength: 1, maxLength: 2 });

/** In every vhost, beside what the platform declares. */
export const predeclared = { name: "amq.topic", type: "topic" };

/** A small vhost, and what one application does there. */
export const world: fc.Arbitrary<World> = names.chain((names) =>
  fc
    .record({
      exchanges: fc
        .shuffledSubarray(names, { minLength: 2, maxLength: 4 })
        .chain((names) =>
          fc.tuple(
            ...names.map((name) =>
              fc.record({ name: fc.constant(name), type: fc.constantFrom("topic", "topic", "direct", "fanout") }),
            ),
          ),
        ),
      queues: fc.shuffledSubarray(names, { minLength: 2, maxLength: 4 }),
    })
    .chain(({ exchanges, queues }) =>
      rolesIn([...exchanges, predeclared], queues).map((roles) => ({ exchanges, queues, roles })),
    ),
);

/** Every exchange and queue that there is. */
export function thingsOf({ exchanges, queues }: World): Thing[] {
  return [
    ...exchanges.map(({ name }) => ({ type: "exchange" as const, name })),
    ...queues.map((name) => ({ type: "queue" as const, name })),
  ];
}

function rolesIn(exchanges: World["exchanges"], queues: string[]): fc.Arbitrary<Plain<Roles>> {
  const queue = fc.constantFrom(...queues);
  const exchange = fc.constantFrom(...exchanges.map(({ name }) => name));
  const own = fc.constantFrom(...exchanges.map(({ name }) => name).filter((name) => name !== predeclared.name));
  const orDefault = fc.oneof(
    { weight: 8, arbitrary: exchange },
    { weight: 1, arbitrary: fc.constantFrom("", "amq.default") },
  );
  /** Keys for topic exchanges only: RabbitMQ restricts those of no other. */
  const keysAt = (name: string) =>
    exchanges.find((one) => one.name === name)?.type === "topic"
      ? fc.option(keys, { nil: undefined })
      : fc.constant(undefined);
  const publication = orDefault.chain((exchange) =>
    fc.record({ exchange: fc.constant(exchange), routingKeys: keysAt(exchange) }),
  );
  const from = exchange.chain((from) => fc.record({ from: fc.constant(from), bindingKeys: keysAt(from) }));
  const prefix = fc.constantFrom("amq.gen-", "amq.gen-", "mine-", "tmp.", "job-", "order");
  const roles: { [Name in keyof Roles]-?: fc.Arbitrary<unknown> } = {
    publishTo: publication,
    consumeFrom: queue,
    retryTo: publication,
    rpcServer: fc.record({ queue, replyExchange: fc.option(exchange, { nil: undefined }) }),
    rpcClient: fc
      .tuple(publication, fc.constantFrom({}, { replyExchange: exchange }, { replyQueue: queue }))
      .chain(([publication, reply]) => fc.record({ ...reply }).map((reply) => ({ ...publication, ...reply }))),
    temporaryQueues: fc.tuple(fc.option(from, { nil: {} }), prefix).map(([from, prefix]) => ({ ...from, prefix })),
    bindQueue: fc.tuple(queue, from).map(([queue, from]) => ({ queue, ...from })),
    bindExchange: fc.tuple(exchange, from).map(([exchange, from]) => ({ exchange, ...from })),
    declareQueue: fc.record({ queue, deadLetterExchange: fc.option(orDefault, { nil: undefined }) }),
    declareExchange: fc.record({ exchange: own, alternateExchange: fc.option(exchange, { nil: undefined }) }),
    publishToStream: queue,
    consumeFromStream: fc.oneof(queue, fc.record({ stream: queue, storesOffset: fc.boolean() })),
    // Their plugins are asked in tests of their own.
    mqtt: fc.constant({ publish: ["order/paid"] }),
    stomp: fc.constant({ send: ["/topic/order.paid"] }),
  };
  const some = fc.shuffledSubarray(Object.keys(roles) as (keyof Roles)[], { minLength: 1, maxLength: 4 });
  return some.chain((chosen) =>
    fc.record(Object.fromEntries(chosen.map((role) => [role, fc.array(roles[role], { minLength: 1, maxLength: 2 })])), {
      noNullPrototype: true,
    }),
  ) as fc.Arbitrary<Plain<Roles>>;
}
