import { type KindName, kinds } from "../../provider/kinds";
import { unknownValue } from "../../provider/unknown";
import { validate } from "../../provider/validate";
import { kindCases } from "../support/kind-cases";

const queue = { vhost: "/", name: "q" };
const reasons = (kind: KindName, args: object) =>
  validate(kinds[kind], args as Record<string, unknown>).failures.map(({ property, reason }) =>
    property === "" ? reason : `${property}: ${reason}`,
  );

describe("unknown values pass", () => {
  test.each(Object.entries(kindCases("/")))("each of a %s, alone and all together", (name, { args }) => {
    const kind = name as KindName;
    const unknown = Object.fromEntries(Object.keys(args).map((key) => [key, unknownValue]));
    for (const key of Object.keys(args)) expect(reasons(kind, { ...args, [key]: unknownValue })).toEqual([]);
    expect(reasons(kind, unknown)).toEqual([]);
    expect(validate(kinds[kind], unknown).inputs).toMatchObject(unknown);
  });

  test("inside an object and a list", () => {
    const table = { "x-list": ["a", { deep: unknownValue }] };
    const { inputs, failures } = validate(kinds.Queue, { ...queue, arguments: table });
    expect(failures).toEqual([]);
    expect(inputs["arguments"]).toEqual(table);
    expect(reasons("User", { name: "u", tags: ["administrator", unknownValue] })).toEqual([]);
  });

  test("but not what is wrong beside them", () => {
    expect(reasons("Queue", { ...queue, name: unknownValue, maxLength: -1 })).toEqual([
      "maxLength: must not be negative",
    ]);
    expect(reasons("Queue", { ...queue, type: unknownValue, durable: false, autoDelete: true })).toEqual([]);
  });
});

describe("what is no property", () => {
  test.each([
    ["autodelete", "autoDelete"],
    ["auto_delete", "autoDelete"],
    ["x-message-ttl", "messageTtl"],
    ["messageTTL", "messageTtl"],
    ["maxLenght", "maxLength"],
    ["durables", "durable"],
    ["nam", "name"],
  ])("%s is named, and %s offered", (given, meant) => {
    expect(reasons("Queue", { ...queue, [given]: 1 })).toEqual([
      `${given}: is not a property of a queue: did you mean ${meant}?`,
    ]);
  });

  test("is named even if its value is unknown", () => {
    expect(reasons("Queue", { ...queue, durables: unknownValue })).toHaveLength(1);
  });

  test("and like none is only named", () => {
    expect(reasons("Queue", { ...queue, colour: "red" })).toEqual(["colour: is not a property of a queue"]);
  });

  test("and refused for a reason has the reason", () => {
    expect(reasons("Queue", { ...queue, exclusive: true })[0]).toMatch(/an exclusive queue belongs to one connection/);
  });

  test("is told for each", () => {
    expect(reasons("Exchange", { vhost: "/", name: "x", typ: "topic", durabel: true })).toHaveLength(3);
  });
});

describe("what is wrong", () => {
  test.each([
    [{ name: "q" }, "vhost: is required"],
    [{ vhost: "/" }, "name: is required"],
    [{ ...queue, name: "" }, "name: must not be empty"],
    [{ ...queue, name: "." }, /^name: must not be "\."/],
    [{ ...queue, name: ".." }, /^name: must not be "\." or "\.\.":/],
    [{ ...queue, name: "a\nb" }, /^name: must not contain a line break/],
    [{ ...queue, name: "a\rb" }, /^name: must not contain a line break/],
    [{ ...queue, name: "é".repeat(128) }, /^name: must be at most 255 bytes long in UTF-8$/],
    [{ ...queue, name: "amq.q" }, /^name: must not begin with "amq\."/],
    [{ ...queue, name: 5 }, "name: must be a string"],
    [{ ...queue, name: null }, "name: must be a string"],
    [{ ...queue, vhost: ["/"] }, "vhost: must be a string"],
    [{ ...queue, durable: "true" }, "durable: must be true or false"],
    [{ ...queue, durable: 1 }, "durable: must be true or false"],
    [{ ...queue, type: "" }, "type: must not be empty"],
    [{ ...queue, type: "quorum", durable: false }, "durable: a quorum queue is always durable"],
    [{ ...queue, type: "stream", autoDelete: true }, /^autoDelete: a stream queue cannot be autoDelete/],
    [
      { ...queue, type: "stream", messageTtl: 5 },
      /a stream queue has no messageTtl \(only classic and quorum queues have it\)/,
    ],
    [{ ...queue, maxLength: 1.5 }, /^maxLength: must be an integer/],
    [{ ...queue, maxLength: "5" }, /^maxLength: must be an integer/],
    [{ ...queue, maxLength: 2 ** 53 }, /^maxLength: /],
    [{ ...queue, maxPriority: 256 }, /^maxPriority: must be 0 to 255/],
    [{ ...queue, overflow: "drop" }, /^overflow: /],
    [{ ...queue, arguments: { a: { b: null } } }, /^arguments: at "a/],
    [{ ...queue, arguments: { a: Number.POSITIVE_INFINITY } }, /^arguments: at "a"/],
    [{ ...queue, arguments: { a: 2 ** 53 } }, /^arguments: at "a"/],
    [{ ...queue, arguments: [] }, "arguments: must be an object"],
    [{ ...queue, arguments: { "x-message-ttl": 5 } }, /must not contain "x-message-ttl": use the property messageTtl/],
  ])("%j is told in one line", (args, expected) => {
    const found = reasons("Queue", args);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
    expect(found[0]).not.toMatch(/\n/);
  });

  test("of a binding", () => {
    const binding = { vhost: "/", source: "x", destination: "q" };
    expect(reasons("Binding", { ...binding, routingKey: "é".repeat(128) })).toHaveLength(1);
    expect(reasons("Binding", { ...binding, routingKey: "a~b", arguments: { n: 1 } })).toHaveLength(1);
    expect(reasons("Binding", { ...binding, routingKey: "a~b" })).toEqual([]);
    expect(reasons("Binding", { ...binding, destinationType: "stream" })).toHaveLength(1);
  });
});

test("defaults are filled in, and nothing else", () => {
  expect(validate(kinds.Queue, queue).inputs).toEqual({ ...queue, durable: true, autoDelete: false });
  expect(validate(kinds.Queue, { ...queue, durable: unknownValue }).inputs).toEqual({
    ...queue,
    durable: unknownValue,
    autoDelete: false,
  });
  expect(validate(kinds.User, { name: "u" }).inputs).toEqual({ name: "u" });
});

const hashOf = (bytes: number) => Buffer.alloc(4 + bytes, 7).toString("base64");

test.each([
  [{ passwordHash: hashOf(32) }],
  [{ passwordHash: hashOf(32), hashingAlgorithm: "rabbit_password_hashing_sha256" }],
  [{ passwordHash: hashOf(64), hashingAlgorithm: "rabbit_password_hashing_sha512" }],
  [{ passwordHash: hashOf(16), hashingAlgorithm: "rabbit_password_hashing_md5" }],
  [{ passwordHash: hashOf(20), hashingAlgorithm: unknownValue }],
])("a hash of the length of its algorithm passes: %j", (given) => {
  expect(validate(kinds.User, { name: "u", ...given }).failures).toEqual([]);
});

test.each([
  [{ password: "" }, /^password: must not be empty/],
  [{ password: 4711 }, /^password: must be a string/],
  [{ password: ["geheim"] }, /^password: must be a string/],
  [{ password: "geheim", passwordHash: "aGFzaC1oYXNo" }, /^password: cannot be given together with passwordHash/],
  [{ pasword: "geheim" }, /^pasword: is not a property of a user: did you mean password\?/],
  [{ passwordHash: 4711 }, /^passwordHash: must be a string/],
  [
    { passwordHash: "no hash, but 4711" },
    /^passwordHash: must be the base64 of a 4-byte salt and a hash, not a password$/,
  ],
  [
    { passwordHash: hashOf(64) },
    /^passwordHash: has the 68 bytes of rabbit_password_hashing_sha512, which is not SHA-256, .*: set hashingAlgorithm: "rabbit_password_hashing_sha512"$/,
  ],
  [{ passwordHash: hashOf(16) }, /^passwordHash: has the 20 bytes .*: set hashingAlgorithm: ".*_md5"$/],
  [
    { passwordHash: hashOf(32), hashingAlgorithm: "rabbit_password_hashing_sha512" },
    /^passwordHash: has the 36 bytes of .*_sha256, not rabbit_password_hashing_sha512, .*: set hashingAlgorithm: ".*_sha256"$/,
  ],
  [
    { passwordHash: hashOf(20) },
    /^passwordHash: has 24 bytes, with which no login would work: a 4-byte salt and the hash are 36 for .*_sha256, 68 for .*_sha512, 20 for .*_md5$/,
  ],
])("a secret's failure names no property, since Pulumi prints its value: %j", (secret, expected) => {
  const { failures } = validate(kinds.User, { name: "u", ...secret });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toEqual({ property: "", reason: expect.stringMatching(expected) });
  expect(JSON.stringify(failures)).not.toMatch(/geheim|4711/);
});

test("a rule of severity warning lets the object pass, and says what is wrong", () => {
  const lossless = { vhost: "v", name: "q", type: "quorum", deadLetterStrategy: "at-least-once" };
  const { failures, warnings } = validate(kinds.Queue, lossless);
  expect(failures).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/^deadLetterStrategy "at-least-once" needs overflow: "reject-publish"/),
  ]);
  expect(validate(kinds.Queue, { ...lossless, overflow: "reject-publish" }).warnings).toEqual([]);
});
