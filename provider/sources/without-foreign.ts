import { RefusedError } from "../management/errors";
import { type Deployment, isForeign, isForeignProvider, nameIn, type StateResource } from "./pulumi-state";

export interface WithoutForeign {
  /** The same deployment without them. */
  readonly deployment: Deployment;
  /** The resources of @pulumi/rabbitmq and their providers. */
  readonly removed: readonly StateResource[];
}

/**
 * A stack's state without the resources of @pulumi/rabbitmq and without their providers, unless something else uses these.
 * Nothing is deleted on the broker by that. Refuses if a resource that stays refers to one of them, or if one of them has
 * an operation that was interrupted.
 */
export function withoutForeign(deployment: Deployment): WithoutForeign {
  const { resources = [], pending_operations: pending = [] } = deployment;
  const others = resources.filter((each) => !isForeign(each));
  const isUsed = (provider: StateResource) => others.some((each) => each !== provider && refers(each, provider));
  const stays = withoutEmptied(
    others.filter((each) => !isForeignProvider(each) || isUsed(each)),
    resources,
  );
  const removed = resources.filter((each) => !stays.includes(each));

  const interrupted = pending.filter(({ resource }) => isForeign(resource));
  if (interrupted.length > 0) {
    const list = interrupted.map(({ resource, type }) => `${type} ${resource.urn}`).join(", ");
    throw new RefusedError(`has operations that were interrupted: ${list}. Finish them first with \`pulumi refresh\``);
  }
  const ties = stays.flatMap((each) => {
    const to = removed.filter((other) => refers(each, other));
    return to.map((other) => `${each.type} "${nameIn(each)}" refers to ${other.type} "${nameIn(other)}"`);
  });
  if (ties.length > 0) {
    throw new RefusedError(
      `has resources that would refer to nothing: ${ties.join("; ")}. Remove the reference from the program and run \`pulumi up\` first`,
    );
  }
  return { deployment: { ...deployment, resources: stays }, removed };
}

/** Without the components whose children have all left: a component is nothing but its children. */
function withoutEmptied(stays: readonly StateResource[], all: readonly StateResource[]): readonly StateResource[] {
  const isEmptied = ({ urn, custom, type }: StateResource) => {
    const isParent = ({ parent }: StateResource) => parent === urn;
    return custom === false && type !== "pulumi:pulumi:Stack" && all.some(isParent) && !stays.some(isParent);
  };
  const left = stays.filter((each) => !isEmptied(each));
  return left.length === stays.length ? stays : withoutEmptied(left, all);
}

/** Whether the resource needs the other one in the state. */
function refers(resource: StateResource, { urn, id }: StateResource): boolean {
  const { parent, provider, dependencies, propertyDependencies, deletedWith, replaceWith, viewOf } = resource;
  const lists = [dependencies, replaceWith, ...Object.values(propertyDependencies ?? {})];
  return [parent, deletedWith, viewOf, ...lists.flat()].includes(urn) || provider === `${urn}::${id}`;
}
