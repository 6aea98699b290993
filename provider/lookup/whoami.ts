import type { Fields } from "../../model/object";
import { whoami as target } from "../management/target";
import type { Reader } from "./reader";

/** The user that a connection logs in as. */
export interface Whoami {
  /** Its name. */
  readonly name: string;
  /** Its tags, such as `administrator`. */
  readonly tags: readonly string[];
}

/** @internal */
export async function whoami(reader: Reader): Promise<Whoami> {
  const { name, tags }: Fields = await reader.getExisting(target);
  return { name: String(name), tags: Array.isArray(tags) ? tags.map(String) : String(tags).split(",").filter(Boolean) };
}
