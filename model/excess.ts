import { distinct, type Operation, operationKey, type Thing, type Verb } from "./operation";
import { allows, rightsOf } from "./rights";
import { bindingsWithMoreKeys } from "./shared-keys";

/** What permissions can allow beyond the requested operations, by the word with which a program accepts it. */
export type Excess = "purge" | "bind" | "publish" | "consume" | "declare" | "keys" | "defaultExchange";
export const excesses = [
  "purge",
  "bind",
  "publish",
  "consume",
  "declare",
  "keys",
  "defaultExchange",
] as const satisfies Excess[];

/**
 * Every operation on these things that the rights for the requested operations allow too: RabbitMQ's permissions
 * contain names, not operations, and do not distinguish queues from exchanges.
 */
export function excessOf(asked: readonly Operation[], others: readonly Thing[]): Operation[] {
  const rights = rightsOf(asked);
  const known = new Set(asked.map(operationKey));
  const excess = candidates(asked, others).filter(
    (operation) => !known.has(operationKey(operation)) && !isImplied(operation, asked) && allows(rights, operation),
  );
  return [...excess, ...bindingsWithMoreKeys(asked)];
}

/** Whether a requested operation, or one that is reported anyway, allows the same already. */
function isImplied({ verb, target, other }: Operation, asked: readonly Operation[]): boolean {
  // A user that may delete a queue may also purge it.
  if (verb === "purge") return asked.some((one) => operationKey(one) === operationKey({ verb: "deleteQueue", target }));
  if (verb !== "declareQueueWithDeadLetters" && verb !== "declareExchangeWithAlternate") return false;
  // This is a way to publish on which the broker checks no routing key.
  const publications = asked.filter((one) => one.verb === "publish" && one.target.name === other?.name);
  return publications.length === 0 || publications.some(({ keys }) => keys === undefined);
}

function candidates(asked: readonly Operation[], others: readonly Thing[]): Operation[] {
  const things = distinct([...asked.flatMap(({ target, other }) => (other ? [target, other] : [target])), ...others]);
  // Every queue can be reached through the default exchange, which is reported on its own.
  const exchanges = things.filter(({ type, name }) => type === "exchange" && name !== "");
  const queues = things.filter(({ type }) => type === "queue");
  const streams = distinct(asked.filter(({ verb }) => verb === "storeOffset").map(({ target }) => target));
  const each = (targets: Thing[], ...verbs: Verb[]) =>
    targets.flatMap((target) => verbs.map((verb) => ({ verb, target })));
  const pairs = (verb: Verb, targets: Thing[]) =>
    targets.flatMap((target) => exchanges.map((other) => ({ verb, target, other })));
  return [
    ...each(exchanges, "publish", "declareExchange", "deleteExchange"),
    ...each(queues, "consume", "purge", "declareQueue", "deleteQueue"),
    ...each(streams, "publishToStream"),
    ...pairs("bindQueue", queues),
    ...pairs("bindExchange", exchanges),
    ...pairs("declareQueueWithDeadLetters", queues),
    ...pairs("declareExchangeWithAlternate", exchanges),
  ];
}

export function writesToDefaultExchange(asked: readonly Operation[]): boolean {
  return rightsOf(asked).write.exact.includes("amq.default");
}
