/** The name that was probably meant, if one is close enough: "autodelete" and "auto_delete" mean "autoDelete". */
export function similar(given: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: distance(plain(given), plain(name)) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(1, best.name.length / 4) ? best.name : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/^x-|[^a-z]/g, "");
}

/** How many letters to insert, drop or replace to make one of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
