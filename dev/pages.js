// Writes what the pages say of the kinds from the kinds themselves, between <!-- NAME:start --> and <!-- NAME:end -->.
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const code = (names) => names.map((name) => `\`${name}\``).join(", ");

/** Each block, by the file and the name that it has there; all of it follows from the kinds. */
const blocks = [
  {
    file: "README.md",
    name: "kinds",
    text: (kinds) =>
      table(
        ["class", "id", "changed in place"],
        kinds.map(({ name, idFields, identity, updates }) => [
          code([name]),
          code([(idFields ?? identity).join("/")]),
          code(updates) || "nothing",
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

/** The pages as they have to be for these kinds: by file, the text before and after. */
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
