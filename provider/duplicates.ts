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
    return declaredTwice(declared, first, resource);
  }
  return undefined;
}

/** The problem of an object that two resources declare. The engine checks them in any order. */
export function declaredTwice({ kind, args }: BrokerObject<Kind>, ...labels: [string, string]): string {
  const both = labels.sort().join(" and by ");
  return `${kind.title(args)} is declared twice, by ${both}: RabbitMQ has one such object, so declare it in one place`;
}
