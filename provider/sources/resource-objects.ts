import { kindNamed } from "../kinds";
import { hasUnknown } from "../unknown";
import type { FoundObject, Left } from "./source";

/** Gives the objects of one resource its name in the program. Of several, such as topic permissions, each has its exchange's too. */
export function named(name: string, objects: readonly FoundObject[]): FoundObject[] {
  const isOne = objects.length === 1;
  return objects.map((object) => ({
    ...object,
    logicalName: isOne ? name : `${name}-${String(object.args["exchange"])}`,
  }));
}

/** The secrets of an object that its source does not show. */
export function hidden({ kind: name, args }: FoundObject, reason: string): Left[] {
  const kind = kindNamed(name);
  const fields = kind.secrets.filter((field) => hasUnknown(args[field]));
  return fields.map((field) => ({ what: `${field} of ${kind.title(args)}`, reason }));
}
