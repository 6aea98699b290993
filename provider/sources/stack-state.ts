import type { Fields } from "../../model/object";
import { kinds } from "../kinds";
import { split } from "../options";
import { objectsIn } from "../topology/objects";
import type { Found, FoundObject, Left } from "./source";

/** A resource as `pulumi stack export` has it. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Fields;
  readonly external?: boolean;
  readonly delete?: boolean;
}

const prefix = "pulumi-nodejs:dynamic/rabbitmq:";

/** Marks a secret in a state. The value is JSON in `plaintext`, if it is shown. */
const secretKey = "4dabf18193072939515e22adb298388d";

/** Whether JSON is the export of a stack that has resources of this library. */
export function isStackState(json: unknown): boolean {
  return resourcesIn(json).some(({ type }) => type.startsWith(prefix));
}

/** The objects that a stack of this library manages, from `pulumi stack export --show-secrets`. */
export function objectsOfStack(json: unknown): Found {
  const left: Left[] = [];
  const own = resourcesIn(json).filter(({ type, external, delete: isDeleted }) => {
    return type.startsWith(prefix) && !external && !isDeleted;
  });
  const objects = own.flatMap(({ urn, type, outputs = {} }): FoundObject[] => {
    const kind = type.slice(prefix.length);
    const { args } = split(shown(outputs, () => left.push(hidden(urn))) as Fields);
    if (kind === "Topology") return objectsIn(args).map(({ kind, args }) => ({ kind: kind.name, args }));
    if (!Object.hasOwn(kinds, kind)) return [];
    return [{ kind, args, logicalName: urn.slice(urn.lastIndexOf("::") + 2) }];
  });
  return { objects, left };
}

function resourcesIn(json: unknown): readonly StateResource[] {
  const { deployment } = (json ?? {}) as { deployment?: { resources?: readonly StateResource[] } };
  return Array.isArray(deployment?.resources) ? deployment.resources : [];
}

function hidden(urn: string): Left {
  return { what: `a secret of ${urn}`, reason: "is encrypted: export the stack with --show-secrets" };
}

/** The value with secrets in clear; without those that the export does not show. */
function shown(value: unknown, note: () => void): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => shown(each, note));
  if (secretKey in value) {
    const { plaintext } = value as { plaintext?: string };
    if (plaintext !== undefined) return shown(JSON.parse(plaintext), note);
    note();
    return undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner, note)]));
}
