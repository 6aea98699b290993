import type * as pulumi from "@pulumi/pulumi";
import type { Kind, ObjectReference } from "../provider/kind";
import { kinds } from "../provider/kinds";
import { sections } from "../provider/topology/section";
import { type Declared, declaredOutside } from "./declared";
import { isReference, nameOf } from "./reference";

/** The kinds that a topology may hold. */
const parts = new Set(sections.map(({ kind }) => kind.name));

/**
 * What the program declares in a vhost outside one topology, so that an object which moves out of it is not deleted:
 * known once the program's first turn is over. Objects that are declared later, or under a name that is an output, are
 * not in it.
 */
export async function elsewhere(
  topology: () => pulumi.Resource,
  vhost: string | undefined,
): Promise<ObjectReference[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return declaredOutside(topology())
    .filter(({ kind }) => parts.has(kind))
    .flatMap((declared) => identified(declared, vhost));
}

function identified({ kind: name, args }: Declared, vhost: string | undefined): ObjectReference[] {
  const kind: Kind = kinds[name];
  const fields = kind.identity.map((field) => [field, writtenValue(kind, field, args[field])] as const);
  const isKnown = fields.every(
    ([field, value]) => value !== unwritten && (field !== "vhost" || !vhost || value === vhost),
  );
  return isKnown ? [{ kind: name, args: Object.fromEntries(fields) }] : [];
}

const unwritten = Symbol("not written in the program");

/** A field of the identity with its default, where nothing has to be waited for. */
function writtenValue(kind: Kind, field: string, given: unknown): unknown {
  const value = isReference(given) ? (nameOf(given) ?? unwritten) : given;
  const result = kind.schema[field]?.safeParse(value);
  return result?.success ? result.data : unwritten;
}
