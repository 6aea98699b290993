import type { Operation, Thing } from "./operation";

/** The operations of an application on its own queues, and on the exchange that it binds them to. */
export function temporary(own: Thing, from?: Thing, keys?: readonly string[]): Operation[] {
  const verbs = ["declareQueue", "deleteQueue", "consume", "purge"] as const;
  return [
    ...verbs.map((verb) => ({ verb, target: own })),
    ...(from ? [{ verb: "bindQueue" as const, target: own, other: from, ...(keys && { keys }) }] : []),
  ];
}
