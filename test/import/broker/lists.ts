import { api } from "../../support/admin";
import type { TestBroker } from "../../support/environment";

type Row = Readonly<Record<string, unknown>>;

/** What the management API lists, with the fields that are not statistics. */
const lists: Readonly<Record<string, readonly string[]>> = {
  vhosts: ["name", "description", "tags", "default_queue_type", "tracing", "protected_from_deletion"],
  users: ["name", "password_hash", "hashing_algorithm", "tags"],
  permissions: ["user", "vhost", "configure", "write", "read"],
  "topic-permissions": ["user", "vhost", "exchange", "write", "read"],
  exchanges: ["vhost", "name", "type", "durable", "auto_delete", "internal", "arguments"],
  queues: ["vhost", "name", "type", "durable", "auto_delete", "exclusive", "arguments"],
  bindings: ["vhost", "source", "destination_type", "destination", "routing_key", "arguments"],
  policies: ["vhost", "name", "pattern", "apply-to", "priority", "definition"],
  "operator-policies": ["vhost", "name", "pattern", "apply-to", "priority", "definition"],
  parameters: ["vhost", "component", "name", "value"],
  "global-parameters": ["name", "value"],
  "vhost-limits": ["vhost", "value"],
  "user-limits": ["user", "value"],
};

/** All that a broker has, one line for each object: two brokers with equal lines have equal lists. */
export async function linesOf(broker: TestBroker): Promise<string[]> {
  const lines = Object.entries(lists).map(async ([list, fields]) => {
    const { status, body } = await api(broker, "GET", list);
    if (status !== 200) throw new Error(`GET ${list}: ${status}`);
    return (body as Row[]).map((row) => `${list} ${JSON.stringify(fields.map((field) => sorted(row[field])))}`);
  });
  return (await Promise.all(lines)).flat().toSorted();
}

/** With the keys of objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** An empty pattern of permissions means "^$", and a user without a password has an algorithm that nothing uses. */
export function inOneSpelling(line: string): string {
  if (line.startsWith("permissions ")) return line.replaceAll('""', '"^$"');
  return line.replace(/^(users \[".*","",")rabbit_password_hashing_\w+/, "$1");
}

/** Deletes all that a broker has, but the login and what the broker itself keeps. */
export async function empty(broker: TestBroker): Promise<void> {
  const part = encodeURIComponent;
  const all = async (list: string) => (await api(broker, "GET", list)).body as Record<string, string>[];
  for (const { name } of await all("vhosts")) {
    await api(broker, "DELETE", `vhosts/${part(String(name))}/deletion/protection`);
    await api(broker, "DELETE", `vhosts/${part(String(name))}`);
  }
  for (const { name } of await all("users")) {
    if (name !== broker.username) await api(broker, "DELETE", `users/${part(String(name))}`);
  }
  for (const { name } of await all("global-parameters")) {
    // The broker itself makes these when it starts.
    if (!["internal_cluster_id", "cluster_tags"].includes(String(name)))
      await api(broker, "DELETE", `global-parameters/${part(String(name))}`);
  }
}
