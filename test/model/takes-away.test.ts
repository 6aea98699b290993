import { byteLength, longestPattern, patternOf } from "../../model/pattern";
import { takesAway } from "../../model/takes-away";
import { routingKeyPattern } from "../../model/topic";
import { matchesBytes } from "../support/bytes";
import { fc } from "../support/random";

const name = fc
  .array(fc.constantFrom(..."\\^$.*+?()[]{}|-/ ab1é😀"), { minLength: 1, maxLength: 4 })
  .map((all) => all.join(""));
const names = fc.array(name, { maxLength: 8 });
const plain = (exact: string[], prefixes: string[] = []) => patternOf({ exact, prefixes });

test("with exact names, something is taken away exactly when a name is missing", () => {
  fc.assert(
    fc.property(names, names, fc.boolean(), (before, more, isGrown) => {
      const after = isGrown ? [...before, ...more] : more;
      const isMissing = before.some((name) => !after.includes(name));
      expect(takesAway(plain(before), plain(after))).toBe(isMissing);
    }),
  );
});

test("with prefixes too, whatever matched before still matches where nothing is said to be taken away", () => {
  fc.assert(
    fc.property(names, names, names, names, name, (before, beforePrefixes, after, afterPrefixes, rest) => {
      const [old, next] = [plain(before, beforePrefixes), plain(after, afterPrefixes)];
      if (takesAway(old, next)) return;
      const matched = [...before, ...beforePrefixes.map((prefix) => prefix + rest)];
      expect(matched.filter((name) => !matchesBytes(next, name))).toEqual([]);
    }),
  );
});

test.each([
  ["the same", "^(a|b)$", "^(a|b)$", false],
  ["one more", "^(a|b)$", "^(a|b|c)$", false],
  ["one less", "^(a|b)$", "^(a)$", true],
  ["one instead of another", "^(a)$", "^(b)$", true],
  ["the first one", "^$", "^(a)$", false],
  ["the first key", "(?!)", "^(a)$", false],
  ["the last key", "^(a)$", "(?!)", true],
  ["the last one", "^(a)$", "^$", true],
  ["everything", "^(a)$", ".*", false],
  ["no longer everything", ".*", "^(a)$", true],
  ["a part of an alternative with its own parentheses", "^(a(b|c))$", "^(a(b|d))$", true],
  ["anchors, where before any name with it inside matched", "a", "^(a)$", true],
  ["anchors around a list without them", "a|b", "^(a|b)$", true],
  ["two anchored lists beside each other", "^(a)|(b)$", "^(a)$", true],
  ["an option that went on to the next alternative", "^((?i)a|b)$", "^(b|(?i)a)$", true],
  ["an escaped bracket in its class", "^([\\]|a]|b)$", "^(a]|b|[\\]x])$", true],
  ["a bracket that is the first in its class", "^([]|a]|b)$", "^([]|b|c)$", true],
])("%s: from %s to %s", (_, before, after, expected) => {
  expect(takesAway(before, after)).toBe(expected);
});

test("a list that is written in factored form for the first time is taken for another one", () => {
  const many = Array.from({ length: 60 }, (_, i) => `billing.invoice.event-${i}`);
  const [before, after] = [plain(many.slice(0, 20)), plain(many)];
  expect([before, after].map((pattern) => byteLength(pattern) <= longestPattern)).toEqual([true, true]);
  expect(takesAway(before, after)).toBe(true);
});

test("topic patterns are lists as well", () => {
  expect(takesAway(routingKeyPattern(["a.*", "#.b"]), routingKeyPattern(["*", "a.*", "#.b"]))).toBe(false);
  expect(takesAway(routingKeyPattern(["*", "a.*"]), routingKeyPattern(["a.*"]))).toBe(true);
});
