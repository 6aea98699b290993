/** Escapes the only characters that the broker's regular expressions treat specially, in names of any script. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
