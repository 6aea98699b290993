import widthOf from "string-width";

/** Columns under their names, without lines, since a table is read in logs. */
export function rows(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const lines = [head, ...cells].map((line) => line.map((cell) => cell.replace(/\s*\n\s*/g, " ")));
  const widths = head.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ""))));
  return lines
    .map((line) => line.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell))).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}
