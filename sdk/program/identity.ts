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

const unwritten = Symbol("not written in the program");

/** The value of a field, or its default; `unwritten` if the value is an output. */
function writtenValue(kind: Kind, field: string, given: unknown): unknown {
  const value = isReference(given) ? (nameOf(given) ?? unwritten) : given;
  const result = kind.schema[field]?.safeParse(value);
  return result?.success ? result.data : unwritten;
}
