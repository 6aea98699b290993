import { excessOf } from "../../model/excess";
import { compile } from "../../model/grants";
import { exchange, queue } from "../../model/operation";
import { granted } from "./granted";

const others = [exchange("orders"), queue("orders"), exchange("audit"), exchange("t.events"), queue("t.jobs")];
const secondUser = "or give these roles to two AppAccess, each with a user of its own";
const bind = `RabbitMQ lets a user make every binding whose destination it may write to and whose source it may read from, and permissions contain names only: give the queue or the exchange another name, ${secondUser}. accept: ["bind"] silences this`;
const publish = `RabbitMQ lets a user publish to every exchange that it may bind to another one, or send dead letters to: let the platform declare the binding or the queue, ${secondUser}. accept: ["publish"] silences this`;
const consume = `RabbitMQ lets a user consume from every queue whose name it may read from: give the queue or the exchange another name, ${secondUser}. accept: ["consume"] silences this`;
const declare = `give the queue or the exchange another name, choose another prefix, ${secondUser}. accept: ["declare"] silences this`;
const purge = 'RabbitMQ lets a user purge every queue that it may consume from. accept: ["purge"] silences this';
const byDefault =
  'name an exchange instead: replyExchange for an rpcServer, an exchange with bindings for other messages. accept: ["defaultExchange"] silences this';

type Case = [what: string, roles: Record<string, unknown>, warnings: string[]];

test.each<Case>([
  ["publishing alone", { publishTo: ["audit"] }, []],
  ["declaring a queue of its own, and emptying it", { declareQueue: ["mine"] }, []],
  ["temporary queues", { temporaryQueues: [{ from: "audit" }] }, []],
  ["consuming", { consumeFrom: ["paid"] }, [`may also purge queue "paid" (consumeFrom): ${purge}`]],
  [
    "a queue and an exchange of one name",
    { publishTo: ["orders"], consumeFrom: ["orders"] },
    [
      `may also purge queue "orders" (consumeFrom): ${purge}`,
      `may also bind queue "orders" to exchange "orders" (consumeFrom and publishTo): ${bind}`,
    ],
  ],
  [
    "publishing to one exchange, binding from another",
    { publishTo: ["audit"], temporaryQueues: [{ from: "events" }] },
    [`may also bind exchange "audit" to exchange "events" (publishTo and temporaryQueues): ${bind}`],
  ],
  [
    "binding an exchange",
    { bindExchange: [{ exchange: "audit", from: "events" }] },
    [`may also publish to exchange "audit" (bindExchange): ${publish}`],
  ],
  [
    "dead letters of its own queue",
    { declareQueue: [{ queue: "mine", deadLetterExchange: "audit" }] },
    [
      `may also publish to exchange "audit" (declareQueue): ${publish}`,
      `may also consume from queue "mine" (declareQueue): ${consume}`,
    ],
  ],
  [
    "some keys only, and queues of its own, which reach all others",
    { publishTo: [{ exchange: "audit", routingKeys: ["a"] }], temporaryQueues: [{}] },
    [
      `may also send, with any routing key, dead letters of its queues "amq.gen-*" to exchange "audit" (publishTo and temporaryQueues): ${publish}`,
    ],
  ],
  [
    "some keys only, and an exchange of its own, which reaches all others",
    {
      publishTo: [{ exchange: "audit", routingKeys: ["a"] }],
      declareExchange: ["mine"],
      bindQueue: [{ queue: "q", from: "mine" }],
    },
    [
      `may also bind exchange "audit" to exchange "mine" (bindQueue and publishTo): ${bind}`,
      `may also send, with any routing key, unroutable messages of exchange "mine" to exchange "audit" (bindQueue and declareExchange and publishTo): ${publish}`,
    ],
  ],
  [
    "other keys for one binding than for another one",
    {
      bindQueue: [
        { queue: "a", from: "events", bindingKeys: ["a.#"] },
        { queue: "b", from: "events", bindingKeys: ["a.b", "b"] },
      ],
    },
    [
      `may also bind queue "a" to exchange "events" with "b", bind queue "b" to exchange "events" with "a.#" (bindQueue): ${bind}`,
    ],
  ],
  [
    "any key for one binding, some for another one",
    { bindQueue: [{ queue: "a", from: "events", bindingKeys: ["a"] }], temporaryQueues: [{ from: "events" }] },
    [`may also bind queue "a" to exchange "events" with "#" (bindQueue and temporaryQueues): ${bind}`],
  ],
  [
    "declaring a queue that is called like an exchange",
    { declareQueue: ["audit"] },
    [`may also declare exchange "audit", delete exchange "audit" (declareQueue): ${declare}`],
  ],
  [
    "a prefix that stands for others' things",
    { temporaryQueues: [{ prefix: "t." }] },
    [
      `may also declare exchange "t.events", delete exchange "t.events", declare queue "t.jobs", delete queue "t.jobs" (temporaryQueues): ${declare}`,
      `may also consume from queue "t.jobs" (temporaryQueues): ${consume}`,
      `may also purge queue "t.jobs" (temporaryQueues): ${purge}`,
    ],
  ],
  [
    "storing an offset",
    { consumeFromStream: [{ stream: "log", storesOffset: true }] },
    [
      `may also purge queue "log" (consumeFromStream): ${purge}`,
      `may also publish to queue "log" (consumeFromStream): ${publish}`,
    ],
  ],
  [
    "answering directly",
    { rpcServer: [{ queue: "q" }], declareQueue: ["q"] },
    [`may also publish to every queue of the vhost through the default exchange (rpcServer): ${byDefault}`],
  ],
])("%s", (_, roles, warnings) => {
  expect([...granted(roles, { others }).warnings].sort()).toEqual([...warnings].sort());
});

test("each word that is accepted silences its own warning alone", () => {
  const roles = { publishTo: ["orders", ""], consumeFrom: ["orders"] };
  const words = (accept: ("purge" | "bind" | "defaultExchange")[]) =>
    granted(roles, { others, accept }).warnings.map((line) => /accept: \["(\w+)"\]/.exec(line)?.[1]);
  expect(words([])).toEqual(["purge", "bind", "defaultExchange"]);
  expect(words(["purge"])).toEqual(["bind", "defaultExchange"]);
  expect(words(["bind", "defaultExchange"])).toEqual(["purge"]);
  expect(words(["purge", "bind", "defaultExchange"])).toEqual([]);
});

test("of many alike, four are named and the others counted", () => {
  const [warning] = granted({ consumeFrom: ["a", "b", "c", "d", "e", "f"] }).warnings;
  expect(warning).toContain(
    'may also purge queue "a", purge queue "b", purge queue "c", purge queue "d" and 2 more (consumeFrom): ',
  );
});

test("nothing asked for counts as excess", () => {
  const asked = [
    { verb: "consume" as const, target: queue("q") },
    { verb: "purge" as const, target: queue("q") },
  ];
  expect(excessOf(asked, [exchange("x"), queue("other")])).toEqual([]);
});

test("a right on one name is none on all that begin with it", () => {
  const { warnings } = granted({ temporaryQueues: [{ prefix: "t." }], bindQueue: [{ queue: "t.", from: "events" }] });
  expect(warnings.join()).not.toContain('bind its queues "t.*"');
});

test("keys on an exchange that is no topic exchange restrict nothing, and get no topic permission", () => {
  const roles = {
    publishTo: [
      { exchange: "a", routingKeys: ["k"] },
      { exchange: "b", routingKeys: ["k"] },
      { exchange: "c", routingKeys: ["k"] },
    ],
  };
  const types = new Map([
    ["a", "direct"],
    ["b", "topic"],
  ]);
  const { warnings, topics } = compile(roles, { types });
  expect(warnings).toEqual([
    'may also use every key of the direct exchange "a" (publishTo): RabbitMQ restricts the keys of topic exchanges only: leave the keys out, or make it a topic exchange. accept: ["keys"] silences this',
  ]);
  expect(Object.keys(topics)).toEqual(["b", "c"]);
  expect(compile(roles, { types, accept: ["keys"] }).warnings).toEqual([]);
});
