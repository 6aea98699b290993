import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Code, layOut } from "../../cli/import/program/code";
import { call, Expression, table } from "../../cli/import/program/literal";
import { complaintsOn } from "./formatted";

/** Each form of value that a program has, as short and as long as they come. */
const values: readonly unknown[] = [
  ...[1, 40, 100, 130].map((length) => "t".repeat(length)),
  ...[5, -1.25, true],
  ...[[1, 2], Array.from({ length: 60 }, (_, index) => index), ["a", { b: [] }]],
  ...[
    [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    [
      [1, 2],
      ["a", "b"],
    ],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1, b: 2 }],
  ],
  ...[{ true: true, null: null, 5: 5, undefined: "undefined" }],
  ...[{}, { a: 1 }, { a: "b".repeat(100), c: 1 }, { nested: { key: "v".repeat(90) } }],
  ...["vhost", "`a/b`", 'secrets.require("k")'].map((text) => new Expression(text)),
  ...['"k"', '"a key of a secret"', "`a key of a secret`"].map((key) => new Expression(call("secret", key))),
  new Expression(call("secretValue<string[]>", '"a key of several secrets"')),
  ...["x", "x".repeat(60)].map(
    (text) => new Expression(call("new rabbitmq.Queue", `"${text}"`, "{ vhost }", "adopted")),
  ),
];
const keys = [1, 2, 3, 4, 5, 6, 10, 40, 80, ...Array.from({ length: 45 }, (_, index) => 90 + index), 255];

test("code is laid out as the project's formatter does, whatever the length of a key", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "import-layout-"));
  for (const [set, character] of ["k", "-", "漢", "é", "😀"].entries()) {
    const texts = values.map((value, index): Code => {
      const entries = keys.map((length) => [character.repeat(length), value] as const);
      return [`export const x${index} = `, table(entries, true), ";"];
    });
    writeFileSync(path.join(folder, `${set}.ts`), texts.map((text) => `${layOut(text)}\n`).join(""));
  }
  expect(complaintsOn(folder)).toBe("");
  rmSync(folder, { recursive: true });
});
