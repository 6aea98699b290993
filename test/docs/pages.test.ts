import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { roleNames } from "../../model/role-table";

const pages = readdirSync("docs", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => path.join("docs", file));

/** The fenced blocks that are cut from an example: all of Python and JavaScript, and those of other languages that name a file in examples/. */
function snippets(page: string): { file: string; code: string }[] {
  const blocks = readFileSync(page, "utf8").matchAll(
    /^```(?:python\n|js\n|(?:ts|yaml)\n(?=(?:\/\/|#) examples\/))(.*)\n([\s\S]*?)^```$/gm,
  );
  return [...blocks].map(([, first = "", code = ""]) => ({ file: first.replace(/^(#|\/\/) /, ""), code }));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): string[] {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function links(page: string): string[] {
  return [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

function resolves(page: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file ? path.join(path.dirname(page), file) : page;
  return existsSync(target) && (!anchor || anchors(target).includes(anchor));
}

describe.each([...pages, "README.md", "CONTRIBUTING.md", "bench/README.md"])("%s", (page) => {
  test("cuts each snippet from the example that it names", () => {
    for (const { file, code } of snippets(page)) {
      expect(file).toMatch(/^examples\//);
      expect(readFileSync(file, "utf8")).toContain(code);
    }
  });

  test("has links that lead somewhere", () => {
    const inside = links(page).filter((link) => !link.startsWith("https://"));
    expect(inside.filter((link) => !resolves(page, link))).toEqual([]);
  });
});

test("pages have snippets of examples", () => {
  expect(pages.filter((page) => snippets(page).length > 0)).toEqual([
    "docs/403-access-refused.md",
    "docs/app-access.md",
    "docs/large-topologies.md",
    "docs/pipelines.md",
    "docs/policy-packs.md",
    "docs/unit-tests.md",
  ]);
});

test("the page on 403 names roles that exist", () => {
  const rows = readFileSync("docs/403-access-refused.md", "utf8").match(/^\|.*\|$/gm) ?? [];
  const asked = rows.flatMap(
    (row) =>
      row
        .split("|")
        .at(-2)
        ?.match(/(?<=`)[a-z]+[A-Z][A-Za-z]*(?=`)/g) ?? [],
  );
  expect(asked).toContain("publishTo");
  expect(asked.filter((role) => !(roleNames as readonly string[]).includes(role))).toEqual([]);
});

test("the comparison has a mark of this library in every row", () => {
  const rows = readFileSync("docs/comparison.md", "utf8").match(/^\|.*\|$/gm) ?? [];
  const cells = rows.map((row) => row.split("|").map((text) => text.trim()));
  const heads = cells.filter((row) => row[2] === "this library");
  const first = heads[0] ? cells.indexOf(heads[0]) : 0;
  const marks = cells.slice(first).map((row) => row[2] ?? "");
  expect(heads.length).toBe(10);
  expect(marks.filter((mark) => !/^(this library$|---$|(yes|partly|no)(?![a-z]))/.test(mark))).toEqual([]);
});

test("each error that the page on errors explains is one of the library's", () => {
  const headings = readFileSync("docs/errors.md", "utf8").match(/^### `.*`$/gm) ?? [];
  const texts = headings
    .map((line) => line.slice("### `".length, -1))
    .filter((text) => !text.startsWith("Cannot find"));
  const sources = ["provider", "sdk", "model"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(path.join(folder, file), "utf8")),
  );
  // A verb that the code fills in, such as "cannot be ${verb} as declared".
  const filled = sources.join("\n").replaceAll(/\$\{verb\}/g, "taken over");
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.filter((text) => !filled.includes(text))).toEqual([]);
});
