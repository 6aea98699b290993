import type { BrokerObject } from "../model/object";
import type { Kind } from "./kind";
import { withKind } from "./kinds";
import type { Run } from "./run";
import { hasUnknown } from "./unknown";

/**
 * Records that a resource declares an object. Gives a problem if another resource of the program declares it too: the two
 * would overwrite each other in every run. An object whose name is unknown in the preview is checked in the update.
 */
export function duplicateOf(run: Run, object: BrokerObject<Kind>, resource: string): string | undefined {
  for (const declared of [object, ...(object.kind.includes?.(object.args) ?? []).map(withKind)]) {
    const { kind, args } = declared;
    if (kind.identity.some((field) => hasUnknown(args[field]))) continue;
    const first = run.noteDeclared(declared, resource);
    if (first === resource) continue;
    // The engine checks in any order.
    const both = [first, resource].sort().join(" and by ");
    return `${kind.title(args)} is declared twice, by ${both}: RabbitMQ has one such object, so declare it in one place`;
  }
  return undefined;
}
