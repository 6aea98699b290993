/**
 * Escapes the only characters that the broker's regular expressions treat specially, in names of any script. RabbitMQ until 4.0
 * takes a NUL for the end of a pattern.
 */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("\0", "\\x00");
}
