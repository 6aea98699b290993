import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import * as rabbitmq from "../../sdk";
import { withoutLost } from "../../sdk/program/lost";
import { registrations } from "./registrations";

const hostile = () => JSON.parse('{"x-a": 1, "__proto__": {"x-b": 1}}');
const keys = 'must not contain a key that is "__proto__" or has half a character (a lone surrogate)';
const half = "must not contain half a character (a lone surrogate)";
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

const errorOf = (declare: () => unknown): Promise<string> =>
  registrations(declare).then(
    () => "",
    ({ message }: Error) => message,
  );
/** The value of an output that fails, and with it all else that Pulumi knows of it. */
const failing = (output: unknown): Promise<unknown> => {
  const all = output as { isKnown: Promise<unknown>; isSecret: Promise<unknown>; promise(): Promise<unknown> };
  for (const each of [all.isKnown, all.isSecret]) each.catch(() => {});
  return all.promise();
};
const queue = (args: object) => () => new rabbitmq.Queue("q", { vhost: "v", name: "q", ...args });
const topology = (data: object) => () => new rabbitmq.Topology("t", { vhost: "v", ...data });

test.each<[string, unknown, string]>([
  ["a key that Pulumi drops", hostile(), keys],
  ["such a key in a list", { deep: [hostile()] }, keys],
  ["such a key whose value became a prototype", Object.create({ "x-b": 1 }), keys],
  ["half a character in a key", { "a\ud800": 1 }, keys],
  ["half a character in a text", { a: ["b\udc00"] }, half],
  ["a function", { a: () => 1 }, "must not contain a function, which Pulumi does not send"],
  ["a symbol", { a: Symbol("s") }, "must not contain a symbol, which Pulumi does not send"],
  [
    "a bigint",
    { a: 5n },
    'must not contain a bigint, which Pulumi does not send: use a number, or rabbitmq.integer("...") beyond 2^53',
  ],
  ["a Map", new Map([["a", 1]]), "must not contain a Map, which Pulumi does not send as it is"],
  ["a Date", { a: new Date(0) }, "must not contain a Date, which Pulumi does not send as it is"],
  ["bytes", { a: Buffer.from("b") }, "must not contain a Buffer, which Pulumi does not send as it is"],
  ["more levels than Pulumi can convert", deep(1_000), "must not be nested deeper than 100 levels"],
])("%s is refused by the program, also in an output, and in a topology", async (_what, given, problem) => {
  expect(await errorOf(queue({ arguments: given }))).toBe(`Queue "q": arguments ${problem}`);
  expect(await errorOf(topology({ queues: { a: { arguments: given } } }))).toBe(`Topology "t": queues ${problem}`);
  const later = pulumi.output(1).apply(() => given);
  const kept = (x: unknown) => withoutLost({ x }, 'Queue "q"', { known: ["x"], prototype: {} })["x"];
  for (const value of [kept(later), (kept([later]) as unknown[])[0]]) {
    await expect(failing(value)).rejects.toThrow(`Queue "q": x ${problem}`);
  }
  await expect(kept(Promise.resolve(given))).rejects.toThrow(`Queue "q": x ${problem}`);
});

test.each<[string, object, string]>([
  ["a section of its own", Object.fromEntries([["__proto__", { type: "topic" }]]), keys],
  ["one that was parsed", JSON.parse('{"__proto__": {"type": "topic"}}'), keys],
])("the key __proto__ of a topology's map is refused: %s", async (_how, exchanges, problem) => {
  expect(await errorOf(topology({ exchanges }))).toBe(`Topology "t": exchanges ${problem}`);
  const define = (builder: rabbitmq.TopologyBuilder) => void builder.queue("__proto__");
  expect(await errorOf(topology({ define }))).toBe(`Topology "t": queues ${problem}`);
});

test.each([
  ["__proto__", "__proto__"],
  ["__get", "__get"],
  ["kind", "kind"],
  ["id", "id"],
  ["getProvider", "getProvider"],
  ["name\ud800", "name\ufffd is not an argument: did you mean name?"],
])("the argument %j, which would change the resource, is refused", async (key, shown) => {
  const message = shown.includes(" ") ? shown : `${shown} is not an argument`;
  const args = Object.fromEntries([[key, "x"]]);
  expect(await errorOf(queue(args))).toBe(`Queue "q": ${message}`);
});

test("a password that Pulumi would change is refused by an AppAccess", async () => {
  const access = () => new rabbitmq.AppAccess("app", { vhost: "v", password: "a\ud800" });
  expect(await errorOf(access)).toBe(`AppAccess "app": password ${half}`);
});

test("a method's name as an argument of a topology is refused with the right one", async () => {
  expect(await errorOf(topology({ queue: { a: {} } }))).toBe(
    'Topology "t": queue is not an argument: did you mean queues?',
  );
});

test.each<[string, Fields, Fields]>([
  ["a key toString, which Pulumi would call", { toString: 5, valueOf: "x" }, { toString: 5, valueOf: "x" }],
  ["such a key in a list", [[{ toString: 5 }]] as unknown as Fields, [[{ toString: 5 }]] as unknown as Fields],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  [
    "an instance of a class with its own keys",
    new (class Own {
      a = [1, "1"];
    })() as unknown as Fields,
    { a: [1, "1"] },
  ],
  ["100 levels", deep(100) as Fields, deep(100) as Fields],
])("%s is sent as it is", async (_what, given, sent) => {
  const { q } = await registrations(queue({ arguments: given }));
  expect(q?.inputs["arguments"]).toEqual(sent);
});
