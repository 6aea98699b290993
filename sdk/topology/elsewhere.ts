import type * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import { canonical } from "../../provider/id";
import type { Kind } from "../../provider/kind";
import { kinds } from "../../provider/kinds";
import { sections } from "../../provider/topology/section";
import { type Declared, declaredOutside } from "../program/declared";
import { isReference, nameOf } from "../program/reference";

/** The kinds that a topology may hold. */
const parts = new Set(sections.map(({ kind }) => kind.name));

/**
 * What the program declares in a vhost outside one topology, so that an object which moves out of it is not deleted:
 * known once the program's first turn is over. Objects that are declared later, or under a name that is an output, are
 * not in it. As text, since it may be long.
 */
export async function elsewhere(topology: () => pulumi.Resource, vhost: string | undefined): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve));
  const near = declaredOutside(topology()).filter((declared) => isNear(declared, vhost));
  return canonical(near.flatMap(identified));
}

/** In the vhost, or in none, and of a kind that a topology may hold. */
function isNear({ kind, args }: Declared, vhost: string | undefined): boolean {
  if (!parts.has(kind)) return false;
  return vhost === undefined || !("vhost" in kinds[kind].schema) || nameOf(args["vhost"]) === vhost;
}

function identified({ kind: name, args }: Declared): BrokerObject[] {
  const kind: Kind = kinds[name];
  const fields = kind.identity.map((field) => [field, writtenValue(kind, field, args[field])] as const);
  return fields.every(([, value]) => value !== unwritten) ? [{ kind: name, args: Object.fromEntries(fields) }] : [];
}

const unwritten = Symbol("not written in the program");

/** A field of the identity with its default, where nothing has to be waited for. */
function writtenValue(kind: Kind, field: string, given: unknown): unknown {
  const value = isReference(given) ? (nameOf(given) ?? unwritten) : given;
  const result = kind.schema[field]?.safeParse(value);
  return result?.success ? result.data : unwritten;
}
