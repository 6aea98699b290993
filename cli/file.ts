import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

/** A file cannot be read, or is not what it should be. The message has a line for each problem. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** The content of a file, or of the standard input for -. `shown` names it in the error. */
export async function read(file: string, shown: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FileError(`${shown}: ${code === "ENOENT" ? "the file does not exist" : message}`);
  }
}

/** The content as JSON. `parse` may keep what `JSON.parse` would round. */
export function asJSON(shown: string, content: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(content.replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = content.trim() === "" ? "it is empty" : (error as Error).message;
    throw new FileError(`${shown}: not JSON: ${why}`);
  }
}
