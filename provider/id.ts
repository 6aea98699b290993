import type { Fields, Kind } from "./kind";
import { RefusedError } from "./management/errors";

/** A resource's id: the tuple that finds the object again, percent-encoded, so that any legal name fits. */
export function formatId(kind: Kind, object: Fields): string {
  return idFields(kind)
    .map((field) => encodeURIComponent(String(object[field])))
    .join("/");
}

export function parseId(kind: Kind, id: string): Fields {
  const fields = idFields(kind);
  const parts = id.split("/");
  if (parts.length !== fields.length) {
    throw new RefusedError(`"${id}" is not the id of a ${kind.noun}: it is ${fields.join("/")}, each percent-encoded`);
  }
  return Object.fromEntries(fields.map((field, index) => [field, decodeURIComponent(parts[index] ?? "")]));
}

function idFields(kind: Kind): readonly string[] {
  return kind.idFields ?? kind.identity;
}
