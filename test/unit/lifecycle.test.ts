import type { Fields } from "../../model/object";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { lifecycle } from "../../provider/lifecycle";
import { Run } from "../../provider/run";
import { unknownValue } from "../../provider/unknown";
import { kindCases } from "../support/kind-cases";

const names = Object.keys(kinds) as KindName[];

/** A provider whose broker nobody may ask. */
function offline(name: KindName) {
  const verbs = lifecycle(
    kinds[name],
    new Run(
      () => {
        throw new Error("the broker was asked");
      },
      undefined,
      undefined,
      () => ({ previewReads: false, onExisting: "adopt" }),
    ),
  );
  return verbs as Required<typeof verbs>;
}

describe.each(names)("%s", (name) => {
  const kind: Kind = kinds[name];
  const { args, updates, replaces } = kindCases("v")[name];
  const check = async (news: Fields): Promise<Fields> => (await offline(name).check({}, news)).inputs;

  test("check and diff ask nobody", async () => {
    const inputs = await check(args);
    expect(await offline(name).diff("id", inputs, inputs)).toEqual({ changes: false });
  });

  test("an identity that is not known yet counts as replaced", async () => {
    const inputs = await check(args);
    for (const field of kind.identity.filter((each) => inputs[each] !== undefined)) {
      const { replaces: replaced } = await offline(name).diff("id", inputs, { ...inputs, [field]: unknownValue });
      expect(replaced).toEqual([field]);
    }
  });

  test("values that are not known yet pass check", async () => {
    const unknown = Object.fromEntries(Object.keys(kind.schema).map((field) => [field, unknownValue]));
    expect(await offline(name).check({}, unknown)).toEqual({ inputs: unknown, failures: [] });
  });

  test("a difference is told without a word of changes, so that the engine finds the fields itself", async () => {
    const inputs = await check(args);
    for (const [field, value] of Object.entries({ ...updates, ...replaces })) {
      const diff = await offline(name).diff("id", inputs, await check({ ...args, [field]: value }));
      expect(diff).toEqual({ replaces: field in replaces ? [field] : [], deleteBeforeReplace: false });
    }
  });

  test("what is taken out of the program is no change where it is left alone on the broker", async () => {
    const before = await check({ ...args, ...updates });
    for (const field of kind.leaves ?? []) {
      const { [field]: _, ...after } = before;
      expect(await offline(name).diff("id", before, after)).toEqual({ changes: false });
    }
  });
});
