import type { Fields } from "../../model/object";
import { kinds } from "../kinds";
import { split } from "../options";
import { objectsIn } from "../topology/objects";
import { type Deployment, nameIn, type StateResource, shown } from "./pulumi-state";
import type { Found, FoundObject, Left } from "./source";

const prefix = "pulumi-nodejs:dynamic/rabbitmq:";

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
  const objects = own.flatMap((resource): FoundObject[] => {
    const { type, outputs = {} } = resource;
    const kind = type.slice(prefix.length);
    const { args } = split(shown(outputs, () => void left.push(hidden(resource))) as Fields);
    if (kind === "Topology") return objectsIn(args).map(({ kind, args }) => ({ kind: kind.name, args }));
    if (!Object.hasOwn(kinds, kind)) return [];
    return [{ kind, args, logicalName: nameIn(resource) }];
  });
  return { objects, left };
}

function resourcesIn(json: unknown): readonly StateResource[] {
  const { deployment } = (json ?? {}) as { deployment?: Deployment };
  return Array.isArray(deployment?.resources) ? deployment.resources : [];
}

function hidden({ urn }: StateResource): Left {
  return { what: `a secret of ${urn}`, reason: "is encrypted: export the stack with --show-secrets" };
}
