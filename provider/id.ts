import type { BrokerObject, Fields } from "../model/object";
import type { Kind } from "./kind";
import { RefusedError } from "./management/errors";

/** A resource's id: the fields that find the object again, percent-encoded, so that any legal name fits. */
export function formatId({ kind, args }: BrokerObject<Kind>): string {
  if (isOnly(kind)) return kind.name;
  return idFields(kind)
    .map((field) => encodeURIComponent(String(args[field])))
    .join("/");
}

export function parseId(kind: Kind, id: string): Fields {
  if (isOnly(kind)) {
    if (id === kind.name) return {};
    throw new RefusedError(`"${id}" is not the id of the ${kind.noun}: it is ${kind.name}`);
  }
  const fields = idFields(kind);
  const parts = id.split("/");
  if (parts.length !== fields.length) {
    throw new RefusedError(`"${id}" is not the id of a ${kind.noun}: it is ${fields.join("/")}, each percent-encoded`);
  }
  try {
    return Object.fromEntries(fields.map((field, index) => [field, decodeURIComponent(parts[index] ?? "")]));
  } catch (cause) {
    throw new RefusedError(`"${id}" is not percent-encoded: write "%" as "%25"`, { cause });
  }
}

/** A text that identifies one object among all objects of its kind. It is known before the object is declared. */
export function identityOf({ identity }: Pick<Kind, "identity">, args: Fields): string {
  return canonical(identity.map((field) => args[field]));
}

/** A text that identifies one object among the objects of all kinds. */
export function keyOf({ kind, args }: BrokerObject<Pick<Kind, "name" | "identity">>): string {
  return `${kind.name} ${identityOf(kind, args)}`;
}

/** JSON with sorted keys: equal values give equal texts, although the engine does not keep the order of keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]));
}

/** Whether a broker has one object of the kind. */
function isOnly(kind: Kind): boolean {
  return idFields(kind).length === 0;
}

function idFields(kind: Kind): readonly string[] {
  return kind.idFields ?? kind.identity;
}
