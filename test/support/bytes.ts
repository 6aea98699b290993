/** Whether the broker would find a match: it takes the pattern and the text as bytes. Neither may have a line break. */
export function matchesBytes(pattern: string, text: string): boolean {
  return new RegExp(bytesOf(pattern)).test(bytesOf(text));
}

/** One character for each byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}
