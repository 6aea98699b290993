import type { BrokerObject, Fields } from "../../model/object";
import { kinds } from "../kinds";
import { isArgument } from "../options";
import { objectsIn } from "../topology/objects";

const prefix = "pulumi-nodejs:dynamic/rabbitmq:";

/** Whether it is a type of this library's resources. */
export function isOwnType(type: string): boolean {
  return type.startsWith(prefix);
}

/** The kind in such a type, or "Topology"; empty for the type of another resource. */
export function kindIn(type: string): string {
  return isOwnType(type) ? type.slice(prefix.length) : "";
}

/**
 * The objects that a resource of this library declares: one, or all of a topology; none for another resource. Only what is
 * read of an object's arguments is read of the properties, since a policy pack must not read what is not known yet.
 */
export function objectsOfResource(type: string, properties: Fields): BrokerObject[] {
  const args = argumentsIn(properties);
  const kind = kindIn(type);
  if (kind === "Topology") return objectsIn(args).map(({ kind, args }) => ({ kind: kind.name, args }));
  return Object.hasOwn(kinds, kind) ? [{ kind, args }] : [];
}

/** The arguments among a resource's properties, as properties that are read later. */
function argumentsIn(properties: Fields): Fields {
  const names = Object.keys(properties).filter(isArgument);
  return Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => [name, { enumerable: true, get: () => properties[name] }])),
  );
}
