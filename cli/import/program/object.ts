import { isDeepStrictEqual } from "node:util";
import type { Fields } from "../../../model/object";
import type { Kind } from "../../../provider/kind";
import { kindNamed } from "../../../provider/kinds";
import type { FoundObject } from "../../../provider/sources/source";

/** An object as the program writes it. */
export interface WrittenObject {
  readonly kind: Kind;
  /** The arguments without their defaults. */
  readonly args: Fields;
  /** The name of its resource. */
  readonly logicalName: string;
}

/** What an argument means that keeps the broker's value, if the broker has nothing to keep. */
const nothing: readonly unknown[] = ["", [], false, -1];

export function withoutDefaults({ kind: name, args }: FoundObject): Fields {
  const kind = kindNamed(name);
  const isDefault = (field: string, value: unknown) =>
    isDeepStrictEqual(kind.schema[field]?.safeParse(undefined).data, value) ||
    (kind.leaves.includes(field) && nothing.some((each) => isDeepStrictEqual(each, value)));
  return Object.fromEntries(Object.entries(args).filter(([field, value]) => !isDefault(field, value)));
}

/** The arguments in the names of resources: those that identify the object to a reader. */
function namingFields(kind: Kind, args: Fields): string[] {
  const quiet = ["vhost", "destinationType", "arguments"];
  const fields = kind.identity.filter((field) => !quiet.includes(field) && args[field] !== undefined);
  return fields.length > 0 ? fields : kind.identity.slice(0, 1);
}

/** Gives each object a name that no other of its class has. */
export function named(objects: readonly FoundObject[], hasManyVHosts: boolean): WrittenObject[] {
  const taken = new Set<string>();
  return objects.map((object) => {
    const kind = kindNamed(object.kind);
    const args = withoutDefaults(object);
    const own = object.logicalName ?? defaultName(kind, args, hasManyVHosts);
    let logicalName = own;
    for (let i = 2; taken.has(`${kind.name} ${logicalName}`); i++) logicalName = `${own} (${i})`;
    taken.add(`${kind.name} ${logicalName}`);
    return { kind, args, logicalName };
  });
}

/** The name of a resource that the source does not name. `part` gives what stands for an argument in it. */
export function defaultName(
  kind: Kind,
  args: Fields,
  hasManyVHosts: boolean,
  part = (field: string) => String(args[field]),
): string {
  const vhost = hasManyVHosts && args["vhost"] !== undefined ? ["vhost"] : [];
  return [...vhost, ...namingFields(kind, args)].map(part).join("/") || kind.name;
}
