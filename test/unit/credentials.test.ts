import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { credentials } from "../../provider/credentials";

const verbs = credentials(async () => undefined) as Required<dynamic.ResourceProvider>;
const start = async (inputs: Fields) => (await verbs.create(inputs)).outs as Held;
const change = async (held: Held, inputs: Fields) => (await verbs.update("credentials", held, inputs)).outs as Held;
type Held = Fields & { passwords: [string, string]; turn: 0 | 1 };

test("a password is generated, differently each time, of 256 bits that need no escape in a URL", async () => {
  const [one, two] = [await start({}), await start({})];
  expect(one.turn).toBe(0);
  expect(new Set([...one.passwords, ...two.passwords]).size).toBe(4);
  for (const password of one.passwords) expect(password).toMatch(/^[\w-]{43}$/);
});

test("a given password is the first user's", async () => {
  expect((await start({ password: "given" })).passwords[0]).toBe("given");
});

test("nothing changes as long as nothing is asked for", async () => {
  const held = await start({ rotate: "a", password: "p", keepPrevious: true });
  const inputs = { rotate: "a", password: "p", keepPrevious: true };
  expect(await verbs.diff("credentials", held, inputs)).toEqual({ changes: false });
  expect((await change(held, inputs)).passwords).toEqual(held.passwords);
});

test("with each change of rotate it is the other user's turn, with a new password, and the one before keeps its own", async () => {
  let held = await start({ rotate: "2026-11" });
  for (const rotate of ["2026-12", "2027-01", "2027-02"]) {
    expect(await verbs.diff("credentials", held, { rotate })).toEqual({ changes: true });
    const before = held;
    held = await change(held, { rotate });
    expect(held.turn).toBe(1 - before.turn);
    expect(held.passwords[before.turn]).toBe(before.passwords[before.turn]);
    expect(before.passwords).not.toContain(held.passwords[held.turn]);
  }
});

test("the first rotate of a user that had none takes the second user, too", async () => {
  const before = await start({});
  const held = await change(before, { rotate: "2026-11" });
  expect(held).toMatchObject({ turn: 1, passwords: [before.passwords[0], expect.any(String)] });
});

test("a given password goes to the user whose turn it becomes", async () => {
  const before = await start({ rotate: "a", password: "one" });
  const held = await change(before, { rotate: "b", password: "two" });
  expect(held).toMatchObject({ turn: 1, passwords: ["one", "two"] });
});

test("a given password can be changed and taken back without a turn", async () => {
  const given = await start({ password: "one" });
  expect((await change(given, { password: "two" })).passwords[0]).toBe("two");
  const generated = await change(given, {});
  expect(generated.passwords[0]).not.toBe("one");
  expect((await change(generated, { keepPrevious: true })).passwords).toEqual(generated.passwords);
});

test("keepPrevious false ends the earlier password once, and not in the run of the turn, when nobody has the new one yet", async () => {
  const one = await change(await start({ rotate: "a" }), { rotate: "b" });
  const inputs = { rotate: "b", keepPrevious: false };
  const ended = await change(one, inputs);
  expect(ended.passwords[1]).toBe(one.passwords[1]);
  expect(ended.passwords[0]).not.toBe(one.passwords[0]);
  expect(await verbs.diff("credentials", ended, inputs)).toEqual({ changes: false });

  const turned = await change(ended, { ...inputs, rotate: "c" });
  expect(turned).toMatchObject({ turn: 0, passwords: [expect.any(String), ended.passwords[1]] });
  expect(await verbs.diff("credentials", turned, { ...inputs, rotate: "c" })).toEqual({ changes: true });
  const endedAgain = await change(turned, { ...inputs, rotate: "c" });
  expect(endedAgain.passwords[0]).toBe(turned.passwords[0]);
  expect(endedAgain.passwords[1]).not.toBe(turned.passwords[1]);
});

test("the first rotate after a given password is a turn like any other", async () => {
  const given = await start({ password: "one" });
  expect(await change(given, { rotate: "a" })).toMatchObject({ turn: 1, passwords: ["one", expect.any(String)] });
  expect(await change(given, { rotate: "a", password: "two" })).toMatchObject({ turn: 1, passwords: ["one", "two"] });
});

test("rotate with a given password needs another one", async () => {
  const failures = async (olds: Fields, news: Fields) => (await verbs.check(olds, news)).failures;
  expect(await failures({ password: "p" }, { rotate: "a", password: "p" })).toEqual([
    { property: "", reason: "rotate needs another password too, since the program gives the password" },
  ]);
  expect(await failures({ password: "p" }, { rotate: "a", password: "q" })).toEqual([]);
  expect(await failures({ password: "p", rotate: "a" }, { rotate: "a", password: "p" })).toEqual([]);
});

test("rotate cannot be taken away again", async () => {
  const { failures } = await verbs.check({ rotate: "a" }, {});
  expect(failures).toEqual([{ property: "", reason: expect.stringMatching(/^rotate cannot be removed again/) }]);
  expect((await verbs.check({}, { rotate: "a" })).failures).toEqual([]);
  expect((await verbs.check({ rotate: "a" }, { rotate: "b" })).failures).toEqual([]);
});
