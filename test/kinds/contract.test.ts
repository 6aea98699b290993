import type { Fields } from "../../model/object";
import { omit } from "../../provider/fields";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { makeVHost } from "../support/admin";
import { brokers, lacks, takesTransient } from "../support/environment";
import { kindCases } from "../support/kind-cases";
import { provider, said } from "../support/provider";

const names = Object.keys(kinds) as KindName[];
const vhost = "contract /%2F";

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
  });
  afterAll(() => removeVHost());

  const isLacking = (name: KindName) => lacks(broker, kindCases(vhost)[name].plugin);
  for (const name of names.filter(isLacking)) {
    test.skip(`${name} (needs the plugin ${kindCases(vhost)[name].plugin})`, () => {});
  }

  describe.each(names.filter((name) => !isLacking(name)))("%s", (name) => {
    const kind: Kind = kinds[name];
    const { args, needs = [], updates, replaces } = kindCases(vhost)[name];

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
      await provider(broker, name).delete(created);
      expect(await it.read(created)).toEqual({});
      await provider(broker, name).delete(created);
    });

    test("is adopted where it is there exactly as declared", async () => {
      const first = await provider(broker, name).create(args);
      const second = await provider(broker, name).create(args);
      expect(second).toEqual(first);
      expect(said).toHaveBeenLastCalledWith(
        expect.stringMatching(/ existed already and is now managed by this stack\. If you only renamed a resource, /),
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

    eachField(replaces, "is replaced if %s changes", async (field, value) => {
      const it = provider(broker, name);
      const before = await it.create(args);
      expect(await it.diff(before, await it.check({ ...args, [field]: value }))).toMatchObject({ replaces: [field] });
    });

    const refused = name === "Queue" && !takesTransient(broker) ? ["durable"] : [];
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

    test("import of one that is not there declares nothing", async () => {
      const creation = provider(broker, name).create({ ...args, __import: "any" });
      await expect(creation).rejects.toThrow(/does not exist: there is nothing to import/);
    });

    test("get reads one that is there and fails for one that is not", async () => {
      const { id } = await provider(broker, name).create(args);
      const got = await provider(broker, name).read({ id, outs: { __get: true } });
      expect(got.inputs).toMatchObject(args);
      await provider(broker, name).remove(args);
      await expect(provider(broker, name).read({ id, outs: { __get: true } })).rejects.toThrow(/does not exist/);
    });
  });
});

function eachField(values: Fields, name: string, check: (field: string, value: unknown) => Promise<void>): void {
  for (const [field, value] of Object.entries(values)) test(name.replace("%s", field), () => check(field, value));
}
