import { type Asked, type Operation, type Permission, permissions, rightsFor, topicExchange } from "./operation";
import { byteLength, longestPattern, patternOf } from "./pattern";
import { forEach, type Reasons, reasonsOf, rightsOf } from "./rights";
import { operationsOf } from "./role-table";
import type { Roles } from "./roles";
import { bindingKeyPattern, routingKeyPattern } from "./topic";
import type { Plain } from "./value";
import { hasIgnoredKeys, type Surroundings, warningsFor } from "./warnings";

/** The two patterns of a topic permission. */
export interface Patterns {
  /** The pattern of the routing keys to publish with. */
  write: string;
  /** The pattern of the binding keys to bind with. */
  read: string;
}

/** The permissions that one user needs in a vhost, and the reasons. */
export interface Grants {
  /** The pattern of the names that it may declare and delete. */
  configure: string;
  /** The pattern of the names that it may publish to, and bind. */
  write: string;
  /** The pattern of the names that it may consume from, and bind from. */
  read: string;
  /** Topic permissions, for each exchange whose keys are restricted. */
  topics: { [exchange: string]: Patterns };
  /** For each permission and name, the roles that need it. */
  reasons: Record<"configure" | "write" | "read", Reasons>;
  /** What the permissions allow beyond the roles, and how to avoid it. */
  warnings: string[];
}

/** Compiles an application's roles to the permissions that it needs. Throws if RabbitMQ would not accept them. */
export function compile(roles: Plain<Roles>, surroundings: Surroundings = {}): Grants {
  const asked = operationsOf(roles);
  const operations = asked.map(({ operation }) => operation);
  const rights = rightsOf(operations);
  const patterns = forEach((permission) => patternOf(rights[permission]));
  const topics = topicsOf(
    operations.filter((operation) => !hasIgnoredKeys(operation, surroundings.types ?? new Map())),
  );
  refuseTooLong(patterns, topics, asked);
  return { ...patterns, topics, reasons: reasonsOf(asked), warnings: warningsFor(asked, surroundings) };
}

function topicsOf(operations: readonly Operation[]): Grants["topics"] {
  const restricted = operations.filter(({ keys }) => keys).map((operation) => topicExchange(operation));
  const entries = [...new Set(restricted)].sort().map((exchange) => {
    const here = operations.filter((operation) => topicExchange(operation) === exchange);
    const write = here.filter(({ verb }) => verb === "publish");
    const read = here.filter(({ verb }) => verb !== "publish");
    return [exchange, { write: keysOf(write, routingKeyPattern), read: keysOf(read, bindingKeyPattern) }];
  });
  return Object.fromEntries(entries);
}

/** An operation that may use any key is not restricted by the keys of another one. */
function keysOf(operations: readonly Operation[], pattern: (keys: readonly string[]) => string): string {
  const keys = operations.map((operation) => operation.keys);
  return keys.includes(undefined) ? ".*" : pattern(keys.flatMap((some) => some ?? []));
}

function refuseTooLong(patterns: Record<Permission, string>, topics: Grants["topics"], asked: readonly Asked[]): void {
  const needing = (permission: Permission) => (operation: Operation) =>
    rightsFor(operation).some((right) => right.permission === permission);
  const at = (exchange: string) => (operation: Operation) => topicExchange(operation) === exchange;
  const all = [
    ...permissions.map((permission) => [permission, patterns[permission], needing(permission)] as const),
    ...Object.entries(topics).flatMap(([exchange, { write, read }]) => [
      [`the topic permission to write to "${exchange}"`, write, at(exchange)] as const,
      [`the topic permission to read from "${exchange}"`, read, at(exchange)] as const,
    ]),
  ];
  for (const [what, pattern, isBehind] of all) {
    const bytes = byteLength(pattern);
    if (bytes <= longestPattern) continue;
    const roles = [...new Set(asked.filter(({ operation }) => isBehind(operation)).map(({ role }) => role))].join(", ");
    throw new Error(
      `${what} would be a pattern of ${bytes} bytes, and RabbitMQ accepts ${longestPattern} (roles: ${roles}): give the names common prefixes, or spread the roles over several AppAccess, each with a user of its own`,
    );
  }
}
