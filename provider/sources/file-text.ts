import { readFile, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";

/** A file cannot be read, or is not what it should be. The message has a line for each problem. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** The text of a file, or of the standard input for -. `shown` names it in the error. */
export async function textOfFile(file: string, shown: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    throw unreadable(shown, error);
  }
  if (isCompressed(bytes)) throw new FileError(`${shown}: it is compressed: unpack it first`);
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

export async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    throw unreadable(place, error);
  }
}

function unreadable(shown: string, error: unknown): FileError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new FileError(`${shown}: ${code === "ENOENT" ? "the file does not exist" : message}`);
}

function isCompressed([first, second]: Buffer): boolean {
  return first === 0x1f && second === 0x8b;
}

/** PowerShell writes UTF-16, with a mark at the begin. */
function encodingOf([first, second]: Buffer): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** The content as JSON. `parse` may keep what `JSON.parse` would round. */
export function asJSON(shown: string, content: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(content);
  } catch (error) {
    const why = content.trim() === "" ? "it is empty" : withoutContent((error as Error).message);
    throw new FileError(`${shown}: not JSON: ${why}`);
  }
}

/** The parser quotes the content, which may be a secret, or may be no text. */
function withoutContent(message: string): string {
  return message.replace(/, (?:\.\.\.)?".*$/s, "").replaceAll(/[\p{Cc}\uFFFD]+/gu, " ");
}
