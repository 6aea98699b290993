import type { Fields } from "../../model/object";
import { credentials } from "../../provider/credentials";
import { type KindName, kinds } from "../../provider/kinds";
import { api, makeVHost } from "../support/admin";
import { brokers, newest } from "../support/environment";
import { provider } from "../support/provider";

const vhost = "bad-input";
const long = "é".repeat(128);
const policy = { name: "p", pattern: "^$", definition: { "max-length": 5 } };

const nested = (levels: number): Fields => (levels === 0 ? {} : { a: nested(levels - 1) });

const refusedByCheck: [KindName, Fields, string, RegExp][] = [
  ["Queue", { name: "" }, "name", /^must not be empty$/],
  ["Queue", { name: ".." }, "name", /^must not be "\." or "\.\.": the management API cannot address it$/],
  ["Queue", { name: "a\nb" }, "name", /^must not contain a line break/],
  ["Queue", { name: long }, "name", /^must be at most 255 bytes/],
  ["Exchange", { name: "amq.x", type: "topic" }, "name", /^must not begin with "amq\."/],
  ["Queue", { name: "q", type: "quorom" }, "type", /^is no type of RabbitMQ's own: did you mean "quorum"\?$/],
  ["Queue", { name: "q", type: "quorum", autoDelete: true }, "autoDelete", /^a quorum queue cannot be autoDelete/],
  ["Queue", { name: "q", type: "stream", durable: false }, "durable", /^a stream queue is always durable$/],
  [
    "Queue",
    { name: "q", type: "quorum", overflow: "reject-publish-dlx" },
    "overflow",
    /^a quorum queue treats "reject-publish-dlx" as "drop-head"/,
  ],
  ["Queue", { name: "q", exclusive: true }, "", /^exclusive: an exclusive queue belongs to one connection/],
  ["Queue", { name: "q", mode: "fast" }, "mode", /^must be "default" or "lazy"$/],
  ["Queue", { name: "q", singleActiveConsumer: "yes" }, "singleActiveConsumer", /^must be true or false$/],
  ["Queue", { name: "\ud800" }, "name", /^must not contain half a character/],
  ["Queue", { name: "q", arguments: { "a\ud800": 1 } }, "arguments", /^must not contain a key .* half a character/],
  [
    "Queue",
    { name: "q", arguments: JSON.parse('{"__proto__":"x"}') },
    "arguments",
    /^must not contain a key that is "__p/,
  ],
  ["Exchange", { name: "x", type: "topic", arguments: { a: [{ "\udc00": 1 }] } }, "arguments", /half a character/],
  ["Queue", { name: "q", maxLength: -1 }, "maxLength", /^must not be negative$/],
  ["Queue", { name: "q", maxLength: 2 ** 53 }, "maxLength", /^must be an integer within/],
  ["Queue", { name: "q", maxAge: "7 days", type: "stream" }, "maxAge", /^must be a number above 0 and one of/],
  ["Queue", { name: "q", maxAge: "0D", type: "stream" }, "maxAge", /^must be a number above 0 and one of/],
  ["Queue", { name: "q", filterSizeBytes: 8, type: "stream" }, "filterSizeBytes", /^must be 16 to 255$/],
  ["Queue", { name: "q", filterSizeBytes: 300, type: "stream" }, "filterSizeBytes", /^must be 16 to 255$/],
  [
    "Queue",
    { name: "q", arguments: { "max-age": "1D" } },
    "arguments",
    /^must not contain "max-age": use the property maxAge$/,
  ],
  ["User", { name: "u", tags: [" management"] }, "tags", /must not begin or end with a blank: the broker removes it$/],
  ["User", { name: "u", tags: ["management", "é"] }, "tags", /^must be ASCII: the broker garbles other characters$/],
  ["VHost", { name: "v", tags: ["a "] }, "tags", /must not begin or end with a blank: the broker removes it$/],
  [
    "Queue",
    { name: "q", arguments: { "x-max-length": 5 } },
    "arguments",
    /^must not contain "x-max-length": use the property maxLength$/,
  ],
  ["Queue", { name: "q", arguments: { a: { b: null } } }, "arguments", /^at "a": must be a string, .* not null$/],
  ["Queue", { name: "q", durabel: true }, "", /^durabel: is not a property of a queue: did you mean durable\?$/],
  ["Exchange", { name: "x" }, "type", /^is required$/],
  ["Exchange", { name: "x", type: "é" }, "type", /^must be ASCII: no type has another name$/],
  [
    "Exchange",
    { name: "x", type: "topic", arguments: { a: "\ud800" } },
    "arguments",
    /^at "a": must .* half a character/,
  ],
  [
    "Exchange",
    { name: "x", type: "topic", arguments: nested(101) },
    "arguments",
    /^must not be nested deeper than 100/,
  ],
  ["Binding", { source: "x", destination: "q", routingKey: ".." }, "routingKey", /^must not be "\." or "\.\."/],
  [
    "Binding",
    { source: "x", destination: "q", routingKey: "a~b", arguments: { a: 1 } },
    "routingKey",
    /^must not contain "~" together with arguments/,
  ],
  [
    "Binding",
    { source: "x", destination: "q", destinationType: "topic" },
    "destinationType",
    /^must be "queue" or "exchange"$/,
  ],
  ["Policy", { ...policy, definition: {} }, "definition", /^at least one setting must be given, as a property such as/],
  ["Policy", { name: "p", pattern: "" }, "definition", /^at least one setting must be given/],
  [
    "Policy",
    { ...policy, maxLength: 5 },
    "definition",
    /^must not contain "max-length" as well: use the property maxLength$/,
  ],
  ["Policy", { ...policy, definition: undefined, maxLength: "5" }, "maxLength", /^must be an integer within/],
  ["Policy", { ...policy, maxLenght: 5 }, "", /^maxLenght: is not a property of a policy: did you mean maxLength\?$/],
  [
    "OperatorPolicy",
    { ...policy, deadLetterExchange: "x" },
    "",
    /^deadLetterExchange: RabbitMQ has it in policies only: use a Policy$/,
  ],
  ["Policy", { ...policy, definition: '{"max-length":5}' }, "definition", /^must be an object$/],
  ["Policy", { ...policy, definition: { "max-length": null } }, "definition", /^at "max-length": must be .* not null$/],
  ["Policy", { ...policy, definition: { "max-length": 2 ** 53 } }, "definition", /^at "max-length": must be /],
  ["Policy", { ...policy, definition: { "max-age": 5 } }, "definition", /^must have "max-age" as text, such as "7D"/],
  ["Policy", { ...policy, priority: 1.5 }, "priority", /^must be an integer within/],
  ["Policy", { ...policy, pattern: 5 }, "pattern", /^must be a string$/],
  ["Policy", { ...policy, applyTo: "queue" }, "applyTo", /^must be one of all, exchanges, queues, classic_queues/],
  [
    "Policy",
    { ...policy, "apply-to": "queues" },
    "",
    /^apply-to: is not a property of a policy: did you mean applyTo\?$/,
  ],
  [
    "OperatorPolicy",
    { ...policy, definition: {} },
    "definition",
    /^at least one setting must be given, as a property such as/,
  ],
  ["OperatorPolicy", { ...policy, applyTo: "exchanges" }, "applyTo", /^must be one of all, queues, classic_queues/],
  [
    "OperatorPolicy",
    { ...policy, priorty: 1 },
    "",
    /^priorty: is not a property of an operator policy: .* priority\?$/,
  ],
  ["VHostLimits", {}, "maxConnections", /^at least one of maxConnections and maxQueues must be given$/],
  ["VHostLimits", { maxQueues: -2 }, "maxQueues", /^must be -1 or more$/],
  ["VHostLimits", { maxQueues: 1.5 }, "maxQueues", /^must be an integer within/],
  ["UserLimits", { user: "u" }, "maxConnections", /^at least one of maxConnections and maxChannels must be given$/],
  ["UserLimits", { user: "u", maxQueues: 5 }, "", /^maxQueues: is not a property of a user limit/],
  ["User", { name: "u", maxChannels: -2 }, "maxChannels", /^must be -1 or more$/],
  ["VHostLimits", { maxQueue: 5 }, "", /^maxQueue: is not a property of a vhost limit: did you mean maxQueues\?$/],
];

test.each(refusedByCheck)("%s %j is refused in a preview, at %s", async (kind, args, property, reason) => {
  const address = "vhost" in kinds[kind].schema ? { vhost } : {};
  const { verbs } = provider(newest, kind, { settings: { previewReads: "false" } });
  const { failures } = await verbs.check({}, { ...address, ...args });
  expect(failures).toEqual([{ property: "", reason: expect.any(String) }]);
  const [failure] = failures as { reason: string }[];
  const named = property === "" ? "" : `${property}: `;
  expect(failure?.reason.slice(0, named.length)).toBe(named);
  expect(failure?.reason.slice(named.length)).toMatch(reason);
});

/** RabbitMQ 3 has a reason for what RabbitMQ 4 answers with a 500. */
const missingEnd = (noun: string, name: string) =>
  new RegExp(
    `: (${noun} "${name}" in vhost "${vhost}" does not exist|the broker refused: no ${noun} '${name}' in vhost )`,
  );

const marked = "never-shown-7Qx2";

/** Pulumi shows the whole value of a property that a failure names, and the provider cannot see which ones are secret. */
test.each<[KindName, Fields]>([
  ["Queue", { name: `amq.${marked}` }],
  ["Queue", { name: `${marked}\n` }],
  ["Queue", { name: "q", arguments: { "x-token": marked, "x-wrong": null } }],
  ["Queue", { name: "q", maxLength: marked }],
  ["Queue", { name: "q", durable: marked }],
  ["Queue", { name: "q", type: `quorum${marked.slice(0, 2)}`, maxLength: marked }],
  ["Policy", { name: "p", pattern: "x", definition: { "some-uri": [marked, null] } }],
  ["User", { name: "u", tags: [`${marked},`] }],
  ["Binding", { source: "x", destination: "q", destinationType: marked }],
])("the failure of a %s %j contains no value", async (kind, args) => {
  const address = "vhost" in kinds[kind].schema ? { vhost } : {};
  const { failures = [] } = await provider(newest, kind).verbs.check({}, { ...address, ...args });
  expect(failures.length).toBeGreaterThan(0);
  for (const { property, reason } of failures) {
    expect(property).toBe("");
    expect(reason).not.toContain(marked);
  }
});

test.each([[{ a: 1 }], [["x"]], [5], [true]])("the password %j of an AppAccess is refused", async (password) => {
  const { failures } = (await credentials(async () => undefined).check?.({}, { password })) ?? {};
  expect(failures).toEqual([{ property: "", reason: "password: must be a string" }]);
});

const secrets: Fields[] = [
  { password: "" },
  { password: 5 },
  { passwordHash: 5 },
  { password: "p", passwordHash: "h" },
  { hashingAlgorithm: "rot13" },
  // A salted hash of SHA-512, which the broker would file as SHA-256.
  {
    passwordHash: "SjWbNXaNEwcoOOZWxG6J1HCF5P83lUavsCto+wh1s9zdOfoZ/CPv6l/SSdK3RC2+1QWmJGdYt5740j3ZLf/0RbpusNc=",
  },
];

test.each(secrets)("the user %j is refused without a word about the secret", async (args) => {
  const { failures } = await provider(newest, "User").verbs.check({}, { name: "u", ...args });
  expect(failures).toHaveLength(1);
  const [failure] = failures as { property: string; reason: string }[];
  expect(failure?.property).toBe("");
});

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    await api(broker, "PUT", `queues/${vhost}/there`, { durable: true });
  });
  afterAll(() => removeVHost());

  const refusedByBroker: [string, KindName, Fields, RegExp][] = [
    [
      "a feature flag that it does not know",
      "FeatureFlag",
      { name: "stream_queues" },
      /^feature flag "stream_queues": RabbitMQ \d\S+ has no such flag\. Did you mean "stream_queue"\? Its flags that are not enabled yet: /,
    ],
    [
      "a type of exchange that the broker does not know",
      "Exchange",
      { vhost, name: "x", type: "x-unknown" },
      /^exchange "x" in vhost "bad-input": the broker has no exchange type "x-unknown": it has .*direct, .*topic.*\. Enable the plugin/,
    ],
    [
      "a vhost that does not exist",
      "Queue",
      { vhost: "missing", name: "q" },
      /^queue "q" in vhost "missing": the vhost does not exist/,
    ],
    [
      "a binding from an exchange that does not exist",
      "Binding",
      { vhost, source: "missing", destination: "there" },
      /: the broker refused: no exchange 'missing' in vhost 'bad-input'/,
    ],
    [
      "a binding to a queue that does not exist",
      "Binding",
      { vhost, source: "amq.topic", destination: "missing" },
      /: the broker refused: no queue 'missing' in vhost 'bad-input'/,
    ],
    [
      "a binding from an exchange whose name is not ASCII and that does not exist",
      "Binding",
      { vhost, source: "é missing", destination: "there" },
      missingEnd("exchange", "é missing"),
    ],
    ...(["queue", "exchange"] as const).map((destinationType): [string, KindName, Fields, RegExp] => [
      `a binding to a missing ${destinationType} whose name is not ASCII`,
      "Binding",
      { vhost, source: "amq.topic", destination: "€ missing", destinationType },
      missingEnd(destinationType, "€ missing"),
    ]),
    [
      "an argument that the broker finds invalid, of a queue whose name is not ASCII",
      "Queue",
      { vhost, name: "€", expires: 2 ** 40 },
      /^queue "€" in vhost "bad-input": the broker refused(: .*x-expires|, and RabbitMQ 4 gives no reason that would contain)/,
    ],
    [
      "permissions of a user that does not exist",
      "Permissions",
      { vhost, user: "missing" },
      /: the vhost or the user does not exist/,
    ],
    [
      "a pattern that is no regular expression",
      "Permissions",
      { vhost, user: broker.username, write: "(" },
      /exists already|missing (closing parenthesis|\))/,
    ],
    [
      "an argument that the broker finds invalid",
      "Queue",
      { vhost, name: "q", expires: 2 ** 40 },
      /^queue "q" in vhost "bad-input": the broker refused: .*x-expires/,
    ],
    [
      "a policy's key that the broker does not know",
      "Policy",
      { vhost, ...policy, definition: { "x-max-length": 5 } },
      /^policy "p" in vhost "bad-input": the broker refused: .*<<"x-max-length">>,5.* not recognised policy settings/,
    ],
    [
      "a policy's number as text",
      "Policy",
      { vhost, ...policy, definition: { "max-length": "5" } },
      /: the broker refused: .*<<"5">> is not a valid maximum length/,
    ],
    [
      "a policy's pattern that is no regular expression",
      "Policy",
      { vhost, ...policy, pattern: "(" },
      /: the broker refused: .*pattern should be regular expression but is invalid: .*missing/,
    ],
    [
      "a policy's key that operator policies do not have",
      "OperatorPolicy",
      { vhost, ...policy, definition: { "dead-letter-exchange": "dlx" } },
      /^operator policy "p" in vhost "bad-input": the broker refused: .* not recognised policy settings/,
    ],
    ...(["Policy", "OperatorPolicy"] as const).map((kind): [string, KindName, Fields, RegExp] => [
      "a vhost that does not exist",
      kind,
      { vhost: "missing", ...policy },
      /olicy "p" in vhost "missing": the vhost does not exist/,
    ]),
    ...[5, -1].map((maxQueues): [string, KindName, Fields, RegExp] => [
      `a vhost that does not exist, with maxQueues ${maxQueues}`,
      "VHostLimits",
      { vhost: "missing", maxQueues },
      /^limits of vhost "missing": the vhost does not exist/,
    ]),
  ];

  test.each(refusedByBroker)(
    "%s (%s) is refused in one line, and nothing is changed",
    async (_title, kind, args, expected) => {
      const before = (await api(broker, "GET", `definitions/${vhost}`)).body;
      const error: Error = await provider(broker, kind)
        .create(args)
        .then(
          () => new Error("nothing was wrong"),
          (thrown) => thrown,
        );
      expect(error.message).toMatch(expected);
      expect(error.message).not.toContain("\n");
      expect(error.stack).toBe("");
      expect((await api(broker, "GET", `definitions/${vhost}`)).body).toEqual(before);
    },
  );
});

test("-0, which JSON does not have, is 0", async () => {
  const { inputs } = await provider(newest, "Queue").verbs.check(
    {},
    { vhost, name: "q", maxLength: -0, arguments: { a: [-0] } },
  );
  expect(inputs).toEqual(expect.objectContaining({ maxLength: 0, arguments: { a: [0] } }));
});
