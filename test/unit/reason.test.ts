import { errorOf, reasonOf } from "../../provider/management/reason";

const codes = (text: string) => [...text].map((letter) => letter.codePointAt(0));

test.each([
  ["a text", "vhost_not_found", "vhost_not_found"],
  ["a list of texts", ["no_such_user", "x"], "no_such_user x"],
  ["a list with a value", ["not_boolean", "yes"], "not_boolean yes"],
  ["a number in a list", ["not_boolean", 1], "not_boolean 1"],
  ["character codes", codes("missing ) é"), "missing ) é"],
  ["character codes in a list", ["invalid_regexp", "(", [codes("missing )"), 1]], "invalid_regexp ( missing ) 1"],
  ["HTML escapes", "&lt;&lt;&quot;a&amp;b&quot;&gt;&gt;", '<<"a&b">>'],
  ["lines", "Validation failed\n\nmax-length\r\n  not an integer\n", "Validation failed max-length not an integer"],
  ["nothing", "", ""],
  ["an object", { a: 1 }, '{"a":1}'],
  ["an empty list", [], ""],
  ["null", null, "bad_request"],
])("%s becomes one line", (_what, reason, line) => {
  expect(reasonOf({ error: "bad_request", reason })).toBe(line);
});

test.each([undefined, null, "", "<html>", 7, []])("%j holds no refusal", (body) => {
  expect([reasonOf(body), errorOf(body)]).toEqual(["", ""]);
});

test("the error stands in for a reason that is missing, and is a word or nothing", () => {
  expect(reasonOf({ error: ["not_boolean", "x"] })).toBe("not_boolean x");
  expect(errorOf({ error: ["not_boolean", "x"] })).toBe("");
  expect(errorOf({ error: "Object Not Found" })).toBe("Object Not Found");
});
