import { bindingKeyPattern, routingKeyPattern } from "../../model/topic";
import { matchesBytes } from "../support/bytes";
import { fc, rounds } from "../support/random";
import { isLiteral, topicMatches, wordsOf } from "../support/topic-match";

const plainWord = fc.constantFrom(
  "a",
  "b",
  "ab",
  "",
  "é",
  "日",
  "a*",
  "#b",
  "##",
  "**",
  "[a]",
  "\\",
  "{vhost}",
  "+",
  "(",
  "$",
  "^",
);
const word = fc.oneof({ weight: 3, arbitrary: plainWord }, { weight: 2, arbitrary: fc.constantFrom("*", "#") });
const joined = (words: fc.Arbitrary<string>) => fc.array(words, { maxLength: 4 }).map((all) => all.join("."));
const topicPattern = joined(word);
const topicPatterns = fc.array(topicPattern, { minLength: 1, maxLength: 3 });
const key = joined(plainWord);
/** A key that the pattern matches. */
const keyOf = (pattern: string) =>
  fc
    .tuple(
      ...wordsOf(pattern).map((word) =>
        word === "*"
          ? plainWord.map((one) => [one])
          : word === "#"
            ? fc.array(plainWord, { maxLength: 3 })
            : fc.constant([word]),
      ),
    )
    .map((parts) => parts.flat().join("."));
/** A pattern, and a key that it matches or nearly does. */
const keyNear = (patterns: string[]) =>
  fc.oneof(
    key,
    ...patterns.map(keyOf),
    ...patterns.map((one) => keyOf(one).map((k) => `${k}.a`)),
    ...patterns.map((one) => keyOf(one).map((k) => k.slice(1))),
  );
const runs = { numRuns: rounds(200) };

test("routing keys: exactly those that RabbitMQ's topic exchange would match", () => {
  fc.assert(
    fc.property(
      topicPatterns.chain((patterns) => fc.tuple(fc.constant(patterns), keyNear(patterns))),
      ([patterns, key]) => {
        const expected = patterns.some((pattern) => topicMatches(pattern, key));
        expect(matchesBytes(routingKeyPattern(patterns), key)).toBe(expected);
      },
    ),
    runs,
  );
});

test("binding keys: what one takes is no more than what the granted ones take", () => {
  fc.assert(
    fc.property(
      topicPatterns.chain((granted) =>
        fc
          .oneof(topicPattern, ...granted.map(narrowed))
          .chain((binding) => fc.tuple(fc.constant(granted), fc.constant(binding), keyOf(binding))),
      ),
      ([granted, binding, key]) => {
        fc.pre(topicMatches(binding, key));
        if (!matchesBytes(bindingKeyPattern(granted), binding)) return;
        expect(granted.some((pattern) => topicMatches(pattern, key))).toBe(true);
      },
    ),
    { numRuns: rounds(1_000) },
  );
});

test("binding keys: each granted one is allowed", () => {
  fc.assert(
    fc.property(topicPatterns, (granted) => {
      for (const pattern of granted) expect(matchesBytes(bindingKeyPattern(granted), pattern)).toBe(true);
    }),
    runs,
  );
});

test("binding keys without wildcards: exactly those that the granted ones match", () => {
  fc.assert(
    fc.property(
      topicPatterns.chain((granted) => fc.tuple(fc.constant(granted), keyNear(granted).filter(isLiteral))),
      ([granted, key]) => {
        const expected = granted.some((pattern) => topicMatches(pattern, key));
        expect(matchesBytes(bindingKeyPattern(granted), key)).toBe(expected);
      },
    ),
    runs,
  );
});

test.each([
  ["order.*.paid", "^(order\\.[^.]*\\.paid)$"],
  ["order.#", "^(order(\\..*)?)$"],
  ["#.paid", "^((.*\\.)?paid)$"],
  ["#", "^(.*)$"],
])("routing keys of %s are %s", (pattern, expected) => {
  expect(routingKeyPattern([pattern])).toBe(expected);
});

test.each([
  ["order.#", ["order", "order.*", "order.#", "order.*.paid", "order.#.paid"], ["#", "*.paid", "orders", "*"]],
  ["order.*", ["order.*", "order.paid"], ["order.#", "order", "order.*.paid", "order.a.b"]],
  ["*", ["*", "a"], ["", "#", "*.*", "a.b"]],
  ["#.paid", ["paid", "#.paid", "a.*.paid"], ["#", "paid.#", "unpaid"]],
])("who may bind with %s", (granted, allowed, refused) => {
  const allows = (key: string) => matchesBytes(bindingKeyPattern([granted]), key);
  expect(allowed.filter((key) => !allows(key))).toEqual([]);
  expect(refused.filter(allows)).toEqual([]);
});

test("the order of patterns makes no difference, and none at all allow nothing, not even the empty key", () => {
  expect(routingKeyPattern(["b", "a.#", "b"])).toBe(routingKeyPattern(["a.#", "b"]));
  for (const key of ["", "a", "#"]) {
    expect([routingKeyPattern, bindingKeyPattern].map((of) => matchesBytes(of([]), key))).toEqual([false, false]);
  }
});

/** Like the pattern, with other words in the place of some. */
function narrowed(pattern: string): fc.Arbitrary<string> {
  const words = wordsOf(pattern).map((one) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant([one]) }, fc.array(word, { maxLength: 2 })),
  );
  return fc.tuple(...words).map((parts) => parts.flat().join("."));
}
