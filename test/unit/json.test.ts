import { kinds } from "../../provider/kinds";
import { parse, stringify } from "../../provider/management/json";
import { validate } from "../../provider/validate";

test.each([
  ["9007199254740993", { $integer: "9007199254740993" }],
  ["-9223372036854775808", { $integer: "-9223372036854775808" }],
  ["9007199254740991", 9007199254740991],
  ["0.12345678901234567890", 0.12345678901234568],
  ["12345678901234567890.5", Number("12345678901234567890.5")],
  ["1e30", 1e30],
  ['"9007199254740993"', "9007199254740993"],
  ['"a\\"9007199254740993"', 'a"9007199254740993'],
  [
    '{"k 9007199254740993":[9007199254740993,"\\\\",9007199254740993]}',
    {
      "k 9007199254740993": [{ $integer: "9007199254740993" }, "\\", { $integer: "9007199254740993" }],
    },
  ],
])("%s is parsed without loss, and written as it was", (text, value) => {
  expect(parse(text)).toEqual(value);
  if (!/[.e]/.test(text)) expect(stringify(value)).toBe(text);
});

test("a text that looks like the digits of an integer stays a text", () => {
  const text = '{"$integer":"9007199254740993"}';
  expect(stringify([text])).toBe(JSON.stringify([text]));
});

test.each([{ $integer: "5" }, { $integer: "9007199254740993.5" }, { $integer: 5 }])(
  "%j is no such integer",
  (value) => {
    const queue = { vhost: "/", name: "q" };
    const reasons = [{ maxLength: value }, { arguments: { "x-note": value } }].flatMap((more) =>
      validate(kinds.Queue, { ...queue, ...more }).failures.map(({ reason }) => reason),
    );
    expect(reasons[0]).toContain("must be an integer within");
    expect(reasons.at(-1)).toContain('must have in "$integer" the digits of an integer beyond ±9007199254740991');
  },
);
