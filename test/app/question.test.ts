import fc from "fast-check";
import { sampleKey } from "../../sdk/app/question";

test.each([
  ["invoice.#", "invoice.probe"],
  ["order.*.paid", "order.probe.paid"],
  ["#", "probe"],
  ["", ""],
  ["#.#.*", "probe.probe.probe"],
  ["a*.b#.c", "a*.b#.c"],
  ["..", ".."],
])("%s gives %s", (pattern, key) => {
  expect(sampleKey(pattern)).toBe(key);
});

test("a sample of the longest pattern still is a routing key", () => {
  const pattern = `${"*.".repeat(127)}*`;
  expect(Buffer.byteLength(sampleKey(pattern))).toBe(255);
});

const word = fc.constantFrom("*", "#", "a", "é😀", "a*", "", "probe");

test("every pattern matches its sample", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
      expect(matches(words, sampleKey(words.join(".")).split("."))).toBe(true);
    }),
  );
});

/** What a topic exchange does. */
function matches([head, ...rest]: string[], words: string[]): boolean {
  if (head === undefined) return words.length === 0;
  if (head === "#") return matches(rest, words) || (words.length > 0 && matches([head, ...rest], words.slice(1)));
  return words.length > 0 && (head === "*" || head === words[0]) && matches(rest, words.slice(1));
}
