import { readFileSync } from "node:fs";
import { fileOf } from "../../dev/pages/kind-page";
import { roleNames } from "../../model/role-table";
import type { Kind } from "../../provider/kind";
import { kinds } from "../../provider/kinds";
import { environmentName, secretSettings, settingKeys } from "../../provider/management/settings";

/** The rows of the table below a page's heading, each a list of its cells; a cell's words in backticks are its list of names. */
function table(page: string, heading: string): string[][] {
  const [, section = ""] = readFileSync(page, "utf8").split(`## ${heading}\n`);
  const rows = section.split("\n## ")[0]?.match(/^\|.*\|$/gm) ?? [];
  return rows.slice(2).map((row) => row.split("|").slice(1, -1));
}
const names = (cell = ""): string[] => [...cell.matchAll(/`([^`]*)`/g)].map(([, name = ""]) => name);

test("the page of a kind has each of its arguments with the effect of a change, its outputs and its lookup", () => {
  for (const { name, schema, updates, local, secrets, outputs = [] } of Object.values<Kind>(kinds)) {
    const page = readFileSync(`docs/kinds/${fileOf({ name })}`, "utf8");
    const rowOf = (cell: string) => page.split("\n").find((line) => line.startsWith(`| \`${cell}\` |`));
    for (const argument of Object.keys(schema)) {
      const effect = local.includes(argument)
        ? "only in the state"
        : updates.includes(argument)
          ? "in place"
          : "replaces";
      expect(rowOf(argument)).toContain(`| ${effect} |`);
      expect(rowOf(argument)?.includes("| yes |")).toBe(secrets.includes(argument));
    }
    expect(outputs.filter((output) => rowOf(output) === undefined)).toEqual([]);
    expect(page).toContain(`\`get${name}\``);
  }
});

test("the table of versions has each argument and key of a policy that not every RabbitMQ supports", () => {
  const lines = readFileSync("docs/versions.md", "utf8").split("\n");
  for (const { name, support } of Object.values<Kind>(kinds)) {
    for (const { field, part, since = [], until = [], lacking } of support) {
      const row = [
        `[${name}]`,
        `\`${part ?? field}\``,
        `| ${since.join(".")} | ${until.join(".")} | ${lacking.slice(0, 6)}`,
      ];
      expect(lines.some((line) => row.every((text) => line.includes(text)))).toBe(true);
    }
  }
});

test("the table of the configuration has every key, with its name in the environment, and says which are secret", () => {
  const rows = table("docs/configuration.md", "All keys").map(([keys, variables, secret]) => ({
    keys: names(keys),
    variables: names(variables),
    secret,
  }));
  expect(rows.flatMap(({ keys }) => keys).sort()).toEqual([...settingKeys].sort());
  for (const { keys, variables } of rows) expect(variables).toEqual(keys.map(environmentName));
  const secret = rows.filter((row) => row.secret?.includes("yes")).flatMap(({ keys }) => keys);
  expect(secret.filter((key) => key !== "clientkeyFile").sort()).toEqual([...secretSettings].sort());
});

test("each key of the configuration has a heading", () => {
  const headings = readFileSync("docs/configuration.md", "utf8").match(/^### .*$/gm) ?? [];
  expect(headings.flatMap(names).sort()).toEqual([...settingKeys].sort());
});

test("the table of roles has every role of an AppAccess", () => {
  expect(table("docs/app-access.md", "Roles").map(([role]) => names(role)[0])).toEqual(roleNames);
});
