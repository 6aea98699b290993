// Writes the pages' tables of kinds from the kinds themselves, between <!-- NAME:start --> and <!-- NAME:end -->.
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const code = (names) => names.map((name) => `\`${name}\``).join(", ");

/** The fields that a kind changes in place, or those that it does not if they are too many. */
function changedInPlace({ schema, updates }) {
  const fixed = Object.keys(schema).filter((field) => !updates.includes(field));
  if (updates.length > 10) return fixed.length > 0 ? `all but ${code(fixed)}` : "all";
  return code(updates) || "nothing";
}

/** Each generated block, with its file and its name there. */
const blocks = [
  {
    file: "README.md",
    name: "kinds",
    text: (kinds) =>
      table(
        ["class", "id", "changed in place"],
        kinds.map((kind) => [
          code([kind.name]),
          code([(kind.idFields ?? kind.identity).join("/") || kind.name]),
          changedInPlace(kind),
        ]),
      ),
  },
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
];

/** The pages with up-to-date blocks for these kinds: the file, its present text and its new text. */
function pages(kinds) {
  return blocks.map(({ file, name, text }) => {
    const before = fs.readFileSync(path.join(root, file), "utf8");
    const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
    const [head, rest = ""] = before.split(start);
    const tail = rest.split(end)[1];
    if (tail === undefined) throw new Error(`${file} lacks ${start} or ${end}`);
    return { file, before, after: `${head}${start}\n${text(Object.values(kinds))}\n${end}${tail}` };
  });
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return ["", line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

if (require.main === module) {
  const { kinds } = require("../dist/provider/kinds");
  for (const { file, after } of pages(kinds)) fs.writeFileSync(path.join(root, file), after);
}

module.exports = { pages };
