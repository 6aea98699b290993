import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { omit } from "../../provider/fields";
import { kinds } from "../../provider/kinds";
import { check, failuresOf } from "../../provider/topology/check";
import { objectsIn } from "../../provider/topology/objects";
import { removalOrder, sections } from "../../provider/topology/section";
import { unknownValue } from "../../provider/unknown";
import { validate } from "../../provider/validate";
import { dataOf, kindCases } from "../support/kind-cases";
import { asSentAgain, mapsOf } from "../support/topology";

const cases = kindCases("shop");
const withoutObjects = ({ objects: _, open: _open, ...rest }: ReturnType<typeof check>) => rest;
const reasons = (data: Fields) => failuresOf(check(data).problems).map(({ reason }) => reason);

test("every kind that is in a vhost, and users, can be part of a topology, and be taken away again", () => {
  const parts = sections.map(({ kind }) => kind.name).sort();
  expect(parts).toEqual(
    Object.entries(kinds)
      .filter(([name, { schema }]) => "vhost" in schema || name === "User")
      .map(([name]) => name)
      .sort(),
  );
  expect(removalOrder.map(({ kind }) => kind.name).sort()).toEqual(parts);
  expect(removalOrder.slice(0, 4).map(({ kind }) => kind.name)).toEqual([
    "Parameter",
    "Shovel",
    "SuperStream",
    "Queue",
  ]);
});

describe.each(sections.map((section) => [section.name, section] as const))("%s", (name, section) => {
  const { args } = cases[section.kind.name as keyof typeof cases];
  const value = omit(args, ["vhost", ...section.keys]);
  const only = (leaf: unknown): Fields => ({ vhost: "shop", [name]: dataOf(section, args, leaf) });

  test("are checked, and get their defaults, as a resource of their kind does", () => {
    const { inputs, objects, problems } = check(only(value));
    expect(problems).toEqual([]);
    const sent = objectsIn(asSentAgain(inputs)).map((object) => object.args);
    expect(sent).toEqual([validate(section.kind, args).inputs]);
    expect(objects.map((object) => object.args)).toEqual(sent);
  });

  test("are the same when they come back from the state", () => {
    const { inputs } = check(only(value));
    expect(withoutObjects(check(asSentAgain(inputs)))).toEqual({ inputs, problems: [], warnings: [] });
  });

  test("refuse a misspelt argument, by where it stands", () => {
    const [reason] = reasons(only({ ...value, priorty: 1 }));
    expect(reason).toMatch(new RegExp(`^${name}.*priorty: is not a property of an? ${section.kind.noun}`));
  });

  test("refuse what says again where it stands", () => {
    expect(reasons(only({ ...value, vhost: "other" }))).toEqual([
      expect.stringMatching(
        new RegExp(`^${name}.*\\.vhost must not be given: the topology's vhost or a key gives it$`),
      ),
    ]);
  });

  test("refuse what is no object", () => {
    expect(reasons(only("text"))).toEqual([expect.stringMatching(new RegExp(`^${name}.* must be an object$`))]);
    if (section.label || section.keys.length > 0) expect(reasons({ vhost: "shop", [name]: 5 })).toHaveLength(1);
  });

  test("that are not known yet pass", () => {
    const later = { vhost: "shop", [name]: unknownValue };
    expect(withoutObjects(check(later))).toEqual({ inputs: later, problems: [], warnings: [] });
    const one = only(unknownValue);
    expect(withoutObjects(check(one))).toEqual({ inputs: one, problems: [], warnings: [] });
  });
});

test("what is wrong with many objects is told of the first ones", () => {
  const queues = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`q${index}`, { durable: "yes" }]));
  const told = reasons({ vhost: "shop", queues });
  expect(told).toHaveLength(21);
  expect(told[0]).toBe("queues.q0.durable must be true or false");
  expect(told.at(-1)).toBe("and 980 more such problems");
});

test("a failure never shows a value, since there may be a password beside it", () => {
  const data = { vhost: "shop", users: { app: { password: "s3cret", tags: "admin" } }, queus: {} };
  expect(reasons(data)).toEqual([
    "queus is not a property of a Topology: did you mean queues?",
    "users.app.tags must be a list",
  ]);
});

test("two bindings that are the same are one too many", () => {
  const binding = { source: "events", destination: "orders", routingKey: "k", arguments: { a: 1, b: 2 } };
  const again = { ...binding, arguments: { b: 2, a: 1 } };
  expect(reasons({ vhost: "shop", bindings: [binding, { ...binding, routingKey: "" }, again] })).toEqual([
    "bindings[2] declares the same object as bindings[0]",
  ]);
});

test("bindings that differ in anything have labels of their own", () => {
  const bindings = [
    { source: "a", destination: "b" },
    { source: "a", destination: "b", destinationType: "exchange" },
    { source: "a", destination: "exchange b" },
    { source: "a", destination: "b", routingKey: "k" },
    { source: "a", destination: "b: k" },
    { source: "a -> b", destination: "c" },
    { source: "a", destination: "b -> c" },
    { source: "a", destination: "b", routingKey: "k", arguments: { x: 1 } },
    { source: "a", destination: "b", routingKey: 'k {"x":1}' },
    { source: "a", destination: "b", routingKey: "k", arguments: { x: "1" } },
  ];
  const { inputs } = check({ vhost: "shop", bindings });
  expect(Object.keys(mapsOf(inputs)["bindings"] as object)).toHaveLength(bindings.length);
  expect(objectsIn(inputs)).toHaveLength(bindings.length);
});

test.each([
  ["queues", { queues: JSON.parse('{"__proto__": {}}') }],
  ["topicPermissions", { topicPermissions: { u: '{"__proto__": {}}' } }],
])("the key __proto__ of %s, which the state would lose, is refused", (section, data) => {
  expect(reasons({ vhost: "shop", ...data })).toEqual([
    `${section} must not contain a key that is "__proto__" or has half a character (a lone surrogate)`,
  ]);
});

test("names that mean something to JavaScript are names like any other", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "1", "a.b", "[x]"];
  const queues = Object.fromEntries(names.map((name) => [name, { type: "classic" }]));
  const { inputs, problems } = check({ vhost: "shop", queues });
  expect(problems).toEqual([]);
  expect(
    objectsIn(inputs)
      .map(({ args }) => args["name"])
      .sort(),
  ).toEqual([...names].sort());
});

test.each([
  [undefined, "vhost is required"],
  ["", "vhost must not be empty"],
  [5, "vhost must be a string"],
])("a vhost %p is refused", (vhost, reason) => {
  expect(reasons({ vhost, queues: {} })).toEqual([reason]);
});

test("objects are texts for the engine, the same for the same data, unless there are unknown values", () => {
  const queues = { b: { type: "classic", maxLength: 1 }, a: {} };
  const again = { a: {}, b: { maxLength: 1, type: "classic" } };
  const checked = (given: unknown) => check({ vhost: "shop", queues: given }).inputs["queues"];
  expect(checked(queues)).toEqual({ a: expect.any(String), b: expect.any(String) });
  expect(checked(again)).toEqual(checked(queues));
  expect(checked(checked(queues))).toEqual(checked(queues));
  expect(checked(JSON.stringify(queues))).toEqual(checked(queues));

  const events = { type: "topic", alternateExchange: unknownValue };
  const { exchanges } = check({ vhost: "shop", exchanges: { events } }).inputs;
  expect(exchanges).toMatchObject({ events: { ...events, durable: true } });
});

test("a section whose kind has secrets is one secret text, unless there are unknown values", () => {
  const users = (given: unknown) => check({ vhost: "shop", users: given }).inputs["users"];
  const app = { password: "s3cret" };
  const text = users({ app });
  expect(text).toEqual({
    [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
    value: JSON.stringify({ app }),
  });
  expect(users(JSON.stringify({ app }))).toEqual(text);
  const later = { app, other: { password: unknownValue } };
  expect(users(later)).toEqual(later);
});

test("text that is no JSON is no map", () => {
  expect(reasons({ vhost: "shop", queues: "{" })).toEqual(["queues must be an object, with names as its keys"]);
});
