import { byteLength, longestPattern, patternOf } from "../../model/pattern";
import { factored } from "../../model/trie";
import { bytesOf, matchesBytes } from "../support/bytes";
import { fc } from "../support/random";

const characters = [..."\\^$.*+?()[]{}|-]^/%@# ab01_é日😀"];
const oneName = fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 8 }).map((all) => all.join(""));
/** Names, and beginnings of some of them, which are names too. */
const names = fc
  .array(fc.tuple(oneName, fc.nat(3)), { minLength: 1, maxLength: 12 })
  .map((all) => all.flatMap(([name, cut]) => [name, [...name].slice(0, cut).join("")]).filter((name) => name !== ""));
const anyOrder = (all: string[]) => fc.shuffledSubarray(all, { minLength: all.length });
const writings: Record<string, (names: string[]) => string> = {
  plain: (names) => patternOf({ exact: names, prefixes: [] }),
  factored: (names) => `^(${factored(names)})$`,
};

describe.each(Object.entries(writings))("the %s pattern of some names", (_, write) => {
  test("matches exactly these", () => {
    fc.assert(
      fc.property(names, (names) => {
        const pattern = write(names);
        for (const name of names) {
          expect(matchesBytes(pattern, name)).toBe(true);
          for (const other of nearMisses(name, names))
            expect([other, matchesBytes(pattern, other)]).toEqual([other, false]);
        }
      }),
    );
  });
});

test("the order and the number of times in which names come make no difference", () => {
  fc.assert(
    fc.property(
      names.chain((all) => fc.tuple(fc.constant(all), anyOrder([...all, ...all]))),
      ([all, shuffled]) =>
        expect(patternOf({ exact: shuffled, prefixes: [] })).toBe(patternOf({ exact: all, prefixes: [] })),
    ),
  );
});

test("a pattern reads as the names, in order", () => {
  expect(patternOf({ exact: ["orders", "audit", "a.b"], prefixes: ["amq.gen-"] })).toBe(
    "^(a\\.b|audit|orders|amq\\.gen-.*)$",
  );
  expect(patternOf({ exact: [], prefixes: [] })).toBe("^$");
});

test("a prefix stands for all names that begin with it, whatever they are", () => {
  fc.assert(
    fc.property(names, oneName, oneName, (exact, prefix, rest) => {
      const pattern = patternOf({ exact, prefixes: [prefix] });
      expect(matchesBytes(pattern, prefix + rest)).toBe(true);
      const other = `~${prefix}`;
      expect(matchesBytes(pattern, other)).toBe(false);
    }),
  );
});

test("what a prefix covers is not said twice", () => {
  expect(patternOf({ exact: ["tmp.a", "tmp", "x"], prefixes: ["tmp.", "tmp.a", "tmp."] })).toBe("^(tmp|x|tmp\\..*)$");
});

test("common beginnings are written once only where the plain list is longer than RabbitMQ takes", () => {
  const plainAt = (length: number) => [
    "prefix.a",
    "prefix.b",
    "c".repeat(length - "^(prefix\\.a|prefix\\.b|)$".length),
  ];
  const longest = patternOf({ exact: plainAt(longestPattern), prefixes: [] });
  expect(byteLength(longest)).toBe(longestPattern);
  expect(longest).toContain("prefix\\.a|prefix\\.b");
  expect(patternOf({ exact: plainAt(longestPattern + 1), prefixes: [] })).toContain("prefix\\.[ab]");
});

test("the limit is one of bytes", () => {
  const names = Array.from({ length: 20 }, (_, i) => `漢字漢字漢字漢字漢字漢字漢字漢字-${i}`);
  expect(names.join("|").length).toBeLessThan(longestPattern);
  const pattern = patternOf({ exact: names, prefixes: [] });
  expect(byteLength(pattern)).toBeLessThan(200);
  for (const name of names) expect(matchesBytes(pattern, name)).toBe(true);
});

test("sixty event names fit", () => {
  const events = Array.from({ length: 60 }, (_, i) => `billing.invoice.event-${i + 1}`);
  const pattern = patternOf({ exact: events, prefixes: [] });
  expect(byteLength(pattern)).toBeLessThanOrEqual(longestPattern);
  for (const event of events) expect(matchesBytes(pattern, event)).toBe(true);
  for (const n of ["", "0", "61", "111", "-1"]) expect(matchesBytes(pattern, `billing.invoice.event-${n}`)).toBe(false);
});

/** One byte more, less or changed, at each place. */
function nearMisses(name: string, names: string[]): string[] {
  const bytes = bytesOf(name);
  const places = [...Array(bytes.length + 1).keys()];
  const misses = places.flatMap((at) =>
    ["", "a", ".", "|", "\\", "-"].flatMap((put) => [
      bytes.slice(0, at) + put + bytes.slice(at),
      bytes.slice(0, at) + put + bytes.slice(at + 1),
    ]),
  );
  const all = new Set(names.map(bytesOf));
  // A text of ASCII stands for its own bytes; others are only comparable as bytes.
  return misses.filter((miss) => !all.has(miss) && /^[\x20-\x7e]*$/.test(miss));
}
