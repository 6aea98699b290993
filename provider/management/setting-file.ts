import { readFileSync } from "node:fs";
import { ConfigurationError } from "./errors";

/** The text of the file that a setting names. */
export function readSettingFile(key: string, name: string): string {
  try {
    return readFileSync(name, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigurationError(`rabbitmq:${key}: cannot read "${name}": ${code}`, { cause });
  }
}
