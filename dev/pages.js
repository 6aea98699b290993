// Writes what pages say of kinds from the kinds themselves: tables between <!-- NAME:start --> and <!-- NAME:end -->, and docs/kinds/.
const fs = require("node:fs");
const path = require("node:path");
const { kindIndex } = require("./pages/kind-index");
const { fileOf, kindPage } = require("./pages/kind-page");
const { importedPage } = require("./pages/imported/page");
const { code, table } = require("./pages/markdown");
const { readSource } = require("./pages/source");
const { versionTable } = require("./pages/versions");

const root = path.join(__dirname, "..");

/** Each generated block, with its file and its name there. */
const blocks = [
  {
    file: "docs/large-topologies.md",
    name: "sections",
    text: (kinds) =>
      table(
        ["section", "arguments of", "keys"],
        kinds
          .filter(({ part }) => part)
          .map(({ name, part: { section, keys, label } }) => [
            code([section]),
            code([name]),
            label ? "a list, whose order means nothing" : keys.join(", then ") || "none: one in a vhost",
          ]),
      ),
  },
  { file: "docs/versions.md", name: "versions", text: versionTable },
];

/** The pages for these kinds and the comments in the source: the file, its present text and its new text. */
function pages(kinds, source) {
  return [...withBlocks(kinds), ...made(Object.values(kinds), source)];
}

/** The pages that are written by hand, with up-to-date blocks. */
function withBlocks(kinds) {
  return blocks.map(({ file, name, text }) => {
    const before = fs.readFileSync(path.join(root, file), "utf8");
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    const [head, rest = ""] = before.split(start);
    const tail = rest.split(end)[1];
    if (tail === undefined) throw new Error(`${file} lacks ${start} or ${end}`);
    return { file, before, after: `${head}${start}\n${text(Object.values(kinds))}\n${end}${tail}` };
  });
}

/** The pages in docs/kinds/, made as a whole; a page of no kind has no new text. */
function made(kinds, source) {
  const texts = new Map([
    ["README.md", kindIndex(kinds, source)],
    ...kinds.map((kind) => [fileOf(kind), kindPage(kind, source)]),
  ]);
  const folder = path.join(root, "docs", "kinds");
  const present = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return [...new Set([...texts.keys(), ...present])].map((name) => ({
    file: path.join("docs", "kinds", name),
    before: present.includes(name) ? fs.readFileSync(path.join(folder, name), "utf8") : undefined,
    after: texts.get(name),
  }));
}

if (require.main === module) {
  const { kinds } = require("../dist/provider/kinds");
  fs.mkdirSync(path.join(root, "docs", "kinds"), { recursive: true });
  for (const { file, after } of pages(kinds, readSource())) {
    if (after === undefined) fs.rmSync(path.join(root, file));
    else fs.writeFileSync(path.join(root, file), after);
  }
  const { admit } = require("../dist/provider/sources/admit");
  const definitions = require("../dist/provider/sources/definitions");
  const { programOf } = require("../dist/cli/import/program/program");
  fs.writeFileSync(path.join(root, "docs", "imported-program.md"), importedPage({ admit, ...definitions, programOf }));
}

module.exports = { pages };
