const maxLines = 50;

/** A heading with a line below it for each thing, up to a number of them. */
export function listed(heading: string, lines: readonly string[]): string {
  const rest = lines.length - maxLines;
  const shown = [...lines.slice(0, maxLines), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [heading, ...shown].join("\n  ");
}
