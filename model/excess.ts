import { distinct, type Operation, operationKey, type Thing, type Verb } from "./operation";
import { allows, rightsOf } from "./rights";
import { bindingsWithMoreKeys } from "./shared-keys";

/** What permissions may allow beyond what was asked, by the word with which a program accepts it. */
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
 * Every operation on these things that the rights for the asked ones allow too: RabbitMQ's permissions know names, not
 * operations, and do not tell queues from exchanges.
 */
export function excessOf(asked: readonly Operation[], others: readonly Thing[]): Operation[] {
  const rights = rightsOf(asked);
  const known = new Set(asked.map(operationKey));
  const excess = candidates(asked, others).filter(
    (operation) => !known.has(operationKey(operation)) && !isImplied(operation, asked) && allows(rights, operation),
  );
  return [...excess, ...bindingsWithMoreKeys(asked)];
}

/** What gives nothing that something else, asked or told, does not give already. */
function isImplied({ verb, target, other }: Operation, asked: readonly Operation[]): boolean {
  // Who may delete a queue may empty it.
  if (verb === "purge") return asked.some((one) => operationKey(one) === operationKey({ verb: "deleteQueue", target }));
  if (verb !== "declareQueueWithDeadLetters" && verb !== "declareExchangeWithAlternate") return false;
  // It is a way to publish, and one on which no routing key is checked.
  const publications = asked.filter((one) => one.verb === "publish" && one.target.name === other?.name);
  return publications.length === 0 || publications.some(({ keys }) => keys === undefined);
}

function candidates(asked: readonly Operation[], others: readonly Thing[]): Operation[] {
  const things = distinct([...asked.flatMap(({ target, other }) => (other ? [target, other] : [target])), ...others]);
  // By the default exchange every queue can be reached: that is more than anybody asks for.
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
