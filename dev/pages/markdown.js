// Pieces of Markdown.

/** A table without the columns whose cells are all empty. */
function table(head, rows) {
  const kept = head.map((_, column) => rows.some((row) => row[column] !== ""));
  const line = (cells) => `| ${cells.filter((_, column) => kept[column]).join(" | ")} |`;
  return ["", line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

const code = (names) => names.map((name) => `\`${name}\``).join(", ");

/** In a cell, a "|" would begin the next one, also between backticks. */
const cell = (text) => text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");

module.exports = { table, code, cell };
