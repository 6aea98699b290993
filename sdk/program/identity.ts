import * as pulumi from "@pulumi/pulumi";
import type { BrokerObject, Fields } from "../../model/object";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { isReference, nameOf } from "./reference";

/** The fields of an object's identity, with their defaults; `undefined` if one of them is an output. */
export function writtenIdentity({ kind: name, args }: BrokerObject<KindName>): Fields | undefined {
  const kind: Kind = kinds[name];
  const fields = kind.identity.map((field) => [field, writtenValue(kind, field, args[field])] as const);
  return fields.some(([, value]) => value === unwritten) ? undefined : Object.fromEntries(fields);
}

/** Those fields of an object's identity that are text, or outputs that are known by now. */
export async function identityByNow(object: BrokerObject<KindName>): Promise<Fields> {
  const written = writtenIdentity(object);
  if (written) return written;
  const kind: Kind = kinds[object.kind];
  const fields = kind.identity.map(async (field) => {
    const value = await valueByNow(object.args[field]);
    return [field, value === unwritten ? unwritten : writtenValue(kind, field, value)] as const;
  });
  return Object.fromEntries((await Promise.all(fields)).filter(([, value]) => value !== unwritten));
}

async function valueByNow(given: unknown): Promise<unknown> {
  const value = isReference(given) ? (nameOf(given) ?? given.name) : given;
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return value;
  // Pulumi calls `apply` for known values only.
  const known = new Promise((resolve) => pulumi.output(value).apply(resolve));
  return Promise.race([known, new Promise((resolve) => setImmediate(() => resolve(unwritten)))]);
}

const unwritten = Symbol("not written in the program");

/** The value of a field, or its default; `unwritten` if the value is an output. */
function writtenValue(kind: Kind, field: string, given: unknown): unknown {
  const value = isReference(given) ? (nameOf(given) ?? unwritten) : given;
  const result = kind.schema[field]?.safeParse(value);
  return result?.success ? result.data : unwritten;
}
