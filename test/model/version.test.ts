import { isAtLeast, versionIn } from "../../model/version";

test.each([
  ["4.3.4", [4, 3, 5], false],
  ["4.3.5", [4, 3, 5], true],
  ["4.3.10", [4, 3, 5], true],
  ["4.4.0", [4, 3, 5], true],
  ["4.2.9", [4, 3, 5], false],
  ["3.13.7", [4, 0], false],
  ["4.0.0", [4, 0], true],
  ["4.3.0-rc.1", [4, 3], true],
  ["4.3.0-rc.1", [4, 3, 1], false],
] as const)("%s, of something since %j: %s", (version, since, expected) => {
  expect(isAtLeast(versionIn(version), since)).toBe(expected);
});

test("a version without a patch is its newest patch", () => {
  expect(isAtLeast(versionIn("4.3"), [4, 3, 5])).toBe(true);
  expect(isAtLeast(versionIn("4"), [4, 0])).toBe(true);
});
