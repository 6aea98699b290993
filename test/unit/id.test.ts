import { formatId, parseId } from "../../provider/id";
import type { Kind } from "../../provider/kind";
import { kinds } from "../../provider/kinds";
import { legalName } from "../support/names";
import { fc } from "../support/random";

const all: Kind[] = Object.values(kinds);

test.each(all)("an id of a $noun gives back the names that it was made of", (kind) => {
  const fields = kind.idFields ?? kind.identity;
  fc.assert(
    fc.property(fc.tuple(...fields.map(() => legalName)), (values) => {
      const object = Object.fromEntries(fields.map((field, index) => [field, values[index]]));
      const id = formatId({ kind, args: object });
      expect(id).toMatch(/^[\x21-\x7e]+$/);
      expect(parseId(kind, id)).toEqual(object);
    }),
  );
});

test("two objects never have one id", () => {
  const idOf = (args: object) => formatId({ kind: kinds.Queue, args: { ...args } });
  const pair = fc.record({ vhost: legalName, name: legalName });
  fc.assert(
    fc.property(pair, pair, (one, other) => {
      const same = one.vhost === other.vhost && one.name === other.name;
      expect(idOf(one) === idOf(other)).toBe(same);
    }),
  );
});

test.each(["q", "a/b/c", ""])('"%s" is no id of a queue, and the error says what one is', (id) => {
  expect(() => parseId(kinds.Queue, id)).toThrow(/is not the id of a queue: it is vhost\/name, each percent-encoded/);
});
