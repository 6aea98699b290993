import type { Operation, Thing } from "./operation";

/** What is done with queues of one's own, and with the exchange that they are bound to. */
export function temporary(own: Thing, from?: Thing, keys?: readonly string[]): Operation[] {
  const verbs = ["declareQueue", "deleteQueue", "consume", "purge"] as const;
  return [
    ...verbs.map((verb) => ({ verb, target: own })),
    ...(from ? [{ verb: "bindQueue" as const, target: own, other: from, ...(keys && { keys }) }] : []),
  ];
}
