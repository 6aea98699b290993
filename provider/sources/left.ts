import type { Fields } from "../../model/object";
import type { Kind } from "../kind";
import type { Left } from "./source";

/** An object as one that is not owned, or not wholly. */
export function leftOf(kind: Kind, args: Fields, reason: string): Left {
  const vhost = vhostOf(kind.name, args);
  return { what: kind.title(args), reason, ...(vhost !== undefined && { vhost }) };
}

/** The vhost that an object is in, or is. */
export function vhostOf(kind: string, args: Fields): string | undefined {
  const vhost = args[kind === "VHost" ? "name" : "vhost"];
  return vhost === undefined ? undefined : String(vhost);
}
