import fc from "fast-check";

const awkward = [
  ..."/@%+#:~ ?&=;,.!*'()\"\\^$|<>[]{}`-_aZ0é€漢😀",
  "%2F",
  "%2f",
  "%25",
  "..",
  "\t",
  "\u0000",
  "\u0001",
  "\u007f",
  "\u0085",
  "\u2028",
  "\u00a0",
  "\ufeff",
];
const longest = 255;

const bytes = (text: string) => Buffer.byteLength(text);

/** Any name that is legal on a broker, most of it what is awkward in a path. */
export const legalName: fc.Arbitrary<string> = fc
  .oneof(
    {
      weight: 5,
      arbitrary: fc.array(fc.constantFrom(...awkward), { minLength: 1, maxLength: 20 }).map((all) => all.join("")),
    },
    { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("a".repeat(longest), "é".repeat(127), "😀".repeat(63), "/".repeat(longest)),
    },
  )
  .filter((name) => bytes(name) <= longest && !/[\r\n]/.test(name) && !/^(\.{1,2}$|amq\.)/.test(name));

/** Empty is one too; the broker cannot address "." and "..". */
export const routingKey: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.constant("") },
  { weight: 9, arbitrary: legalName },
);

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    fc.string({ maxLength: 10 }),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.constantFrom(0.5, -1.25),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), tie("any"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;

const argumentName = fc.string({ minLength: 1, maxLength: 10 }).filter((name) => name !== "__proto__");

/** Arguments with values of all types. */
export const tableOfArguments: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(argumentName, value, {
  minKeys: 1,
  maxKeys: 4,
  noNullPrototype: true,
});
