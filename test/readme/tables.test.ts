import { readFileSync } from "node:fs";
import { pages } from "../../dev/pages";
import { roleNames } from "../../model/role-table";
import { kinds } from "../../provider/kinds";
import { environmentName, secretSettings, settingKeys } from "../../provider/management/settings";

const readme = readFileSync("README.md", "utf8");

/** The rows of the table below a heading, each a list of its cells; a cell's words in backticks are its list of names. */
function table(heading: string): string[][] {
  const [, section = ""] = readme.split(`## ${heading}\n`);
  const rows = section.split("\n## ")[0]?.match(/^\|.*\|$/gm) ?? [];
  return rows.slice(2).map((row) => row.split("|").slice(1, -1));
}
const names = (cell = ""): string[] => [...cell.matchAll(/`([^`]*)`/g)].map(([, name = ""]) => name);

test("the tables of kinds in pages are as `npm run pages` writes them", () => {
  for (const { before, after } of pages(kinds)) expect(before).toBe(after);
});

test("the table of the configuration has every key, with its name in the environment, and says which are secret", () => {
  const rows = table("Configuration").map(([keys, variables, secret]) => ({
    keys: names(keys),
    variables: names(variables),
    secret,
  }));
  expect(rows.flatMap(({ keys }) => keys).sort()).toEqual([...settingKeys].sort());
  for (const { keys, variables } of rows) expect(variables).toEqual(keys.map(environmentName));
  const secret = rows.filter((row) => row.secret?.includes("yes")).flatMap(({ keys }) => keys);
  expect(secret.filter((key) => key !== "clientkeyFile").sort()).toEqual([...secretSettings].sort());
});

test("the table of roles has every role of an AppAccess", () => {
  expect(table("Applications").map(([role]) => names(role)[0])).toEqual(roleNames);
});
