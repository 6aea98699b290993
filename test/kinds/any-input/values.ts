import { legalName, tableOfArguments } from "../../support/names";
import { fc } from "../../support/random";

/** Texts that a path, JSON, Pulumi, JavaScript or the broker may treat in a way of their own. */
const awkwardTexts = [
  ...["", " ", ".", "..", " blanks ", "\ttab\t", "a\nb", "a\r", "\u0000", "a\u0007b", "\u2028", "\u00a0a", "~", "a,b"],
  ...["\ud800", "a\udc00b", "😀\ud83d", "__proto__", "constructor", "toString", "amq.x", "true", "null", "0"],
  ...["é".repeat(127), `${"é".repeat(127)}a`, "é".repeat(128), "a".repeat(256), "漢".repeat(85), "x".repeat(2_000)],
  ...[
    "(",
    "^a(?!b)",
    '<<"x">>',
    "7D",
    "168h",
    "balanced",
    "client-local",
    "disabled",
    Buffer.alloc(36, "salted").toString("base64"),
  ],
];

const text = fc.oneof(
  legalName,
  fc.constantFrom(...awkwardTexts),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }),
);

const number = fc.oneof(
  { weight: 3, arbitrary: fc.nat(300) },
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-0, -1, 1, 2, 0.5, 1e-7, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 1e21, 1.7e308),
);

/** What a program can pass, and neither JSON nor Pulumi can carry as it is. */
const notData = fc.constantFrom<unknown>(
  ...[null, undefined, 5n, Symbol("s"), () => 1, new Date(0), /x/, new Map([["a", 1]]), new Set(["a"])],
  ...[Buffer.from("ab"), new Uint8Array([1]), new URL("http://a/"), new Error("e"), Object(5), Object("a")],
);

const key = fc.oneof(
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  text,
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "then"),
);

/** A map with each of these keys as its own, also `__proto__`. */
const mapOf = (value: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(key, value), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));

const nested = fc
  .tuple(fc.constantFrom(3, 20, 99, 101, 1_000), fc.boolean(), fc.constantFrom<unknown>("end", null, -0))
  .map(([depth, isList, end]) => {
    let value = end;
    for (let level = 0; level < depth; level++) value = isList ? [value] : { a: value };
    return value;
  });

/** Any value that JavaScript has. */
export const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: text },
    { weight: 4, arbitrary: number },
    { weight: 2, arbitrary: fc.boolean() },
    { weight: 2, arbitrary: notData },
    { weight: 1, arbitrary: nested },
    { weight: 2, arbitrary: fc.array(tie("any"), { maxLength: 3 }) },
    { weight: 3, arbitrary: mapOf(tie("any")) },
  ),
})).any;

/** The values of which most fields accept some. */
export const plausible: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 5, arbitrary: number },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.array(text, { maxLength: 3 }) },
  { weight: 3, arbitrary: tableOfArguments },
  { weight: 2, arbitrary: mapOf(anything) },
);

export const anyText = text;
