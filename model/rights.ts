import { type Asked, checkedName, type Operation, type Permission, permissions, rightsFor } from "./operation";
import type { Names } from "./pattern";

/** For each name, or prefix with `*` after it, the roles that need the permission on it. */
export type Reasons = { [name: string]: string[] };

/** The names that operations need for each permission. RabbitMQ does not distinguish queues from exchanges there. */
export type Rights = Readonly<Record<Permission, Names>>;

export function rightsOf(operations: readonly Operation[]): Rights {
  const rights = operations.flatMap(rightsFor);
  const names = (permission: Permission, isPrefix: boolean) =>
    rights
      .filter((right) => right.permission === permission && (right.thing.isPrefix ?? false) === isPrefix)
      .map(({ thing }) => checkedName(thing));
  return forEach((permission) => ({ exact: names(permission, false), prefixes: names(permission, true) }));
}

/** Whether these rights are enough for an operation. */
export function allows(rights: Rights, operation: Operation): boolean {
  return rightsFor(operation).every(({ permission, thing }) => {
    const { exact, prefixes } = rights[permission];
    const name = checkedName(thing);
    return (!thing.isPrefix && exact.includes(name)) || prefixes.some((prefix) => name.startsWith(prefix));
  });
}

export function reasonsOf(asked: readonly Asked[]): Readonly<Record<Permission, Reasons>> {
  const all = asked.flatMap(({ role, operation }) => rightsFor(operation).map((right) => ({ role, ...right })));
  return forEach((permission) => {
    const reasons = new Map<string, Set<string>>();
    for (const { role, thing } of all.filter((right) => right.permission === permission)) {
      const name = checkedName(thing) + (thing.isPrefix ? "*" : "");
      reasons.set(name, (reasons.get(name) ?? new Set()).add(role));
    }
    const entries = [...reasons].map(([name, roles]) => [name, [...roles].sort()] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export function forEach<Value>(value: (permission: Permission) => Value): Record<Permission, Value> {
  return Object.fromEntries(permissions.map((permission) => [permission, value(permission)])) as Record<
    Permission,
    Value
  >;
}
