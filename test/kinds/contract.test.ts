import type { Fields } from "../../model/object";
import { omit, pick } from "../../provider/fields";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import * as rabbitmq from "../../sdk";
import { plural } from "../../sdk/lookup/of-kind";
import { makeVHost } from "../support/admin";
import { enoughBrokers, lacks, outerBrokers, someOf, takesTransient } from "../support/environment";
import { kindCases } from "../support/kind-cases";
import { on } from "../support/lookup";
import { provider, said } from "../support/provider";

const names = Object.keys(kinds) as KindName[];
const vhost = "contract /%2F";

describe.each(outerBrokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  /** All fields on the newest broker, some on the others: the fields of a kind differ little. */
  const eachField = (values: Fields, title: string, check: Check) => {
    const entries = Object.entries(values);
    eachOf(enoughBrokers.includes(broker) ? entries : someOf(entries), title, check);
  };

  const isLacking = (name: KindName) => lacks(broker, kindCases(vhost)[name].plugin);
  for (const name of names.filter(isLacking)) {
    test.skip(`${name} (needs the plugin ${kindCases(vhost)[name].plugin})`, () => {});
  }

  describe.each(names.filter((name) => !isLacking(name)))("%s", (name) => {
    const kind: Kind = kinds[name];
    const { args, settings = {}, needs = [], updates, replaces } = kindCases(vhost)[name];

    beforeAll(async () => {
      for (const need of needs) await provider(broker, need.kind).create(need.args);
    });
    afterAll(async () => {
      for (const need of [...needs].reverse()) await provider(broker, need.kind).remove(need.args);
    });
    afterEach(() => provider(broker, name).remove(args));

    test("is created, read as it was declared, and deleted, twice", async () => {
      const it = provider(broker, name);
      const created = await it.create(args);
      expect(await it.read(created)).toEqual({ id: created.id, props: created.outs, inputs: created.inputs });
      await provider(broker, name, { settings }).delete(created);
      if (kind.stays) expect(said).toHaveBeenLastCalledWith(`${kind.title(args)}: ${kind.stays}`);
      else expect(await it.read(created)).toEqual({});
      await provider(broker, name, { settings }).delete(created);
    });

    test("is adopted where it is there exactly as declared", async () => {
      const first = await provider(broker, name).create(args);
      const second = await provider(broker, name).create(args);
      expect({ ...second, outs: omit(second.outs, kind.remembers ?? []) }).toEqual({
        ...first,
        outs: omit(first.outs, kind.remembers ?? []),
      });
      expect(said).toHaveBeenLastCalledWith(
        expect.stringMatching(
          / existed already and is now managed by this stack\. Adopted objects are the stack.s own: /,
        ),
      );
    });

    test("is refused where the provider is told so, even if it is there exactly as declared", async () => {
      await provider(broker, name).create(args);
      const careful = provider(broker, name, { settings: { onExisting: "fail" } });
      await expect(careful.create(args)).rejects.toThrow(/exists already \(rabbitmq:onExisting=fail\)/);
    });

    eachField(updates, "changes %s in place", async (field, value) => {
      const it = provider(broker, name);
      const before = await it.create(args);
      const news = await it.check({ ...args, [field]: value });
      expect(await it.diff(before, news)).toEqual({ replaces: [], deleteBeforeReplace: false });
      const after = await it.update(before, news);
      expect(await provider(broker, name).read(after)).toMatchObject({ inputs: { [field]: value } });
      expect(await it.diff(after, news)).toEqual({ changes: false });
    });

    const refused = name === "Queue" && !takesTransient(broker) ? ["durable"] : [];

    eachField(omit(replaces, refused), "is replaced if %s changes", async (field, value) => {
      const it = provider(broker, name);
      const before = await it.create(args);
      expect(await it.diff(before, await it.check({ ...args, [field]: value }))).toMatchObject({ replaces: [field] });
    });

    const onTheBroker = omit({ ...updates, ...replaces }, [...kind.identity, ...(kind.local ?? []), ...refused]);

    eachField(onTheBroker, "drift of %s is seen, and put right", async (field, value) => {
      const declared = { ...args, [field]: value };
      const state = await provider(broker, name).create(declared);
      await provider(broker, name).remove(declared);
      await provider(broker, name).create(args);

      const drifted = await provider(broker, name).read(state);
      expect(drifted.inputs?.[field]).not.toEqual(value);
      const { id, props: outs } = drifted as { id: string; props: Fields };
      const repaired = await provider(broker, name).apply({ id, outs }, state.inputs);
      expect(await provider(broker, name).read(repaired)).toMatchObject({ inputs: { [field]: value } });
    });

    eachField(
      onTheBroker,
      "one that is there with another %s is left alone, and the difference is told",
      async (field, value) => {
        const there = await provider(broker, name).create(args);
        const error = await provider(broker, name)
          .create({ ...args, [field]: value })
          .catch((thrown: Error) => thrown.message);
        expect(error).toMatch(/exists already, with other properties/);
        expect(error).toContain(`${field}: `);
        expect(await provider(broker, name).read(there)).toMatchObject({ inputs: there.inputs });
      },
    );

    eachField(omit(updates, kind.local ?? []), "import takes over one with another %s", async (field, value) => {
      const { id } = await provider(broker, name).create(args);
      const taken = await provider(broker, name).create({ ...args, [field]: value, __import: id });
      expect(await provider(broker, name).read(taken)).toMatchObject({ inputs: { [field]: value } });
      const wrong = provider(broker, name).create({ ...args, __import: "another" });
      await expect(wrong).rejects.toThrow(/the option import is "another"/);
    });

    if (kind.remembers) {
      test("what it was before outlives a refresh and an update, and the delete sets it back", async () => {
        const theirs = { ...args, ...updates };
        const { id } = await provider(broker, name).create(theirs);
        const taken = await provider(broker, name).create({ ...args, __import: id });
        const { props = {} } = await provider(broker, name).read(taken);
        const news = { ...args, name: "third" };
        const changed = await provider(broker, name).update({ ...taken, outs: props }, news);
        expect(await provider(broker, name).read(changed)).toMatchObject({ inputs: news });
        await provider(broker, name).delete(changed);
        expect(await kind.find(provider(broker, name).client, {}, "proved")).toMatchObject(theirs);
        expect(await provider(broker, name).read(changed)).toEqual({});
      });
    }

    // An object that the broker cannot delete is always there.
    if (kind.stays) return;

    test("import of one that is not there declares nothing", async () => {
      const creation = provider(broker, name).create({ ...args, __import: "any" });
      await expect(creation).rejects.toThrow(/does not exist: there is nothing to import/);
    });

    test("get and a lookup read one that is there, also in the list, and fail for one that is not there", async () => {
      const { id, inputs } = await provider(broker, name).create(args);
      const got = await provider(broker, name).read({ id, outs: { __get: true } });
      expect(got.inputs).toMatchObject(args);
      const own = `get${name}`;
      const list = `get${plural(name)}`;
      const identity = pick(inputs, kind.identity);
      const found = await on(broker, () => look(own, identity));
      expect(found).toMatchObject({ id, ...omit(args, [...kind.local, ...kind.secrets]) });
      if (list in rabbitmq)
        expect(await on(broker, () => look(list, pick(inputs, kind.listedBy ?? ["vhost"])))).toContainEqual(found);
      await provider(broker, name).remove(args);
      await expect(provider(broker, name).read({ id, outs: { __get: true } })).rejects.toThrow(/does not exist/);
      await expect(on(broker, () => look(own, identity))).rejects.toThrow(
        `${own}: ${kind.title(inputs)} does not exist: if this program declares it, use ${own}Output with the option dependsOn`,
      );
    });
  });
});

type Check = (field: string, value: unknown) => Promise<void>;

function eachOf(values: readonly (readonly [string, unknown])[], name: string, check: Check): void {
  for (const [field, value] of values) test(name.replace("%s", field), () => check(field, value));
}

/** A lookup by its name. One without arguments of its own has options only. */
async function look(name: string, args: Fields): Promise<unknown> {
  const functions = rabbitmq as unknown as Record<string, (args?: Fields) => Promise<unknown>>;
  return Object.keys(args).length > 0 ? functions[name]?.(args) : functions[name]?.();
}
