import type { Fields } from "../../model/object";
import { isOwnType, isTopologyType, objectsOfResource } from "./of-resource";
import { type Deployment, nameIn, type StateResource, shown } from "./pulumi-state";
import type { Found, FoundObject, Left } from "./source";

/** Whether JSON is the export of a stack that has resources of this library. */
export function isStackState(json: unknown): boolean {
  return resourcesIn(json).some(({ type }) => isOwnType(type));
}

/** The objects that a stack of this library manages, from `pulumi stack export --show-secrets`. */
export function objectsOfStack(json: unknown): Found {
  const left: Left[] = [];
  const own = resourcesIn(json).filter(({ type, external, delete: isDeleted }) => {
    return isOwnType(type) && !external && !isDeleted;
  });
  const objects = own.flatMap((resource): FoundObject[] => {
    const { type, outputs = {} } = resource;
    const found = objectsOfResource(type, shown(outputs, () => void left.push(hidden(resource))) as Fields);
    // Only a resource of one object has its name.
    return isTopologyType(type) ? found : found.map((object) => ({ ...object, logicalName: nameIn(resource) }));
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
