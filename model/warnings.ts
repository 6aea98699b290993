import { type Excess, excessOf, writesToDefaultExchange } from "./excess";
import type { Asked, Operation, Thing, Verb } from "./operation";
import { checkedName, type Right, rightsFor, topicExchange } from "./operation";

const secondUser = "or give these roles to two AppAccess, each with a user of its own";
const maxListed = 4;

/** For each kind of excess: what it lets the application do, and how to avoid it. */
const advice: Record<Excess, string> = {
  purge: "RabbitMQ lets a user purge every queue that it may consume from",
  bind: `RabbitMQ lets a user make every binding whose destination it may write to and whose source it may read from, and permissions contain names only: give the queue or the exchange another name, ${secondUser}`,
  publish: `RabbitMQ lets a user publish to every exchange that it may bind to another one, or send dead letters to: let the platform declare the binding or the queue, ${secondUser}`,
  consume: `RabbitMQ lets a user consume from every queue whose name it may read from: give the queue or the exchange another name, ${secondUser}`,
  declare: `give the queue or the exchange another name, choose another prefix, ${secondUser}`,
  keys: "RabbitMQ restricts the keys of topic exchanges only: leave the keys out, or make it a topic exchange",
  defaultExchange:
    "name an exchange instead: replyExchange for an rpcServer, an exchange with bindings for other messages",
};

const excessOfVerb: Partial<Record<Verb, Excess>> = {
  purge: "purge",
  bindQueue: "bind",
  bindExchange: "bind",
  publish: "publish",
  publishToStream: "publish",
  consume: "consume",
  declareQueueWithDeadLetters: "publish",
  declareExchangeWithAlternate: "publish",
};

/** The other objects in the vhost, and the kinds of excess that the program accepts. */
export interface Surroundings {
  readonly others?: readonly Thing[];
  /** The types of exchanges, as far as they are known. */
  readonly types?: ReadonlyMap<string, string>;
  readonly accept?: readonly Excess[];
}

/** One line for each kind of excess that the program does not accept. */
export function warningsFor(
  asked: readonly Asked[],
  { others = [], types = new Map(), accept = [] }: Surroundings,
): string[] {
  const operations = asked.map(({ operation }) => operation);
  const lines = new Map<Excess, Operation[]>();
  for (const operation of excessOf(operations, others).filter(hasEffect)) {
    const excess = excessOfVerb[operation.verb] ?? "declare";
    lines.set(excess, [...(lines.get(excess) ?? []), operation]);
  }
  const warnings = [...lines].map(([excess, all]) => [excess, `${listed(all)} (${rolesBehind(asked, all)})`] as const);
  for (const operation of asked.filter(({ operation }) => hasIgnoredKeys(operation, types))) {
    const exchange = String(topicExchange(operation.operation));
    warnings.push(["keys", `use every key of the ${types.get(exchange)} exchange "${exchange}" (${operation.role})`]);
  }
  if (writesToDefaultExchange(operations)) {
    const roles = rolesBehind(asked, [{ verb: "publish", target: { type: "exchange", name: "" } }]);
    warnings.push(["defaultExchange", `publish to every queue of the vhost through the default exchange (${roles})`]);
  }
  return warnings
    .filter(([excess]) => !accept.includes(excess))
    .map(([excess, what]) => `may also ${what}: ${advice[excess]}. accept: ["${excess}"] silences this`);
}

/** Whether the keys of an operation restrict nothing, since its exchange is not a topic exchange. */
export function hasIgnoredKeys(operation: Operation, types: ReadonlyMap<string, string>): boolean {
  const type = types.get(topicExchange(operation) ?? "");
  return operation.keys !== undefined && type !== undefined && type !== "topic";
}

/** Whether the operation has an effect: an exchange that is bound to itself delivers no message twice. */
function hasEffect({ verb, target, other }: Operation): boolean {
  return verb !== "bindExchange" || target.name !== other?.name;
}

function listed(operations: readonly Operation[]): string {
  const rest = operations.length - maxListed;
  return operations.slice(0, maxListed).map(describe).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** The roles whose rights together allow these operations. */
function rolesBehind(asked: readonly Asked[], operations: readonly Operation[]): string {
  const needed = operations.flatMap(rightsFor);
  const behind = asked.filter(({ operation }) =>
    rightsFor(operation).some((right) => needed.some((one) => contains(right, one))),
  );
  return [...new Set(behind.map(({ role }) => role))].sort().join(" and ");
}

function contains(given: Right, needed: Right): boolean {
  if (given.permission !== needed.permission) return false;
  const [name, other] = [checkedName(given.thing), checkedName(needed.thing)];
  return given.thing.isPrefix ? other.startsWith(name) : name === other && !needed.thing.isPrefix;
}

const phrases: Partial<Record<Verb, string>> = {
  bindQueue: "bind",
  bindExchange: "bind",
  publish: "publish to",
  publishToStream: "publish to",
  consume: "consume from",
  purge: "purge",
  declareQueue: "declare",
  declareExchange: "declare",
  deleteQueue: "delete",
  deleteExchange: "delete",
  declareQueueWithDeadLetters: "send, with any routing key, dead letters of",
  declareExchangeWithAlternate: "send, with any routing key, unroutable messages of",
};

function describe({ verb, target, other, keys }: Operation): string {
  const withKeys = keys ? ` with ${keys.map((key) => JSON.stringify(key)).join(", ")}` : "";
  return `${phrases[verb]} ${named(target)}${other ? ` to ${named(other)}` : ""}${withKeys}`;
}

function named({ type, name, isPrefix }: Thing): string {
  return isPrefix ? `its ${type}s ${JSON.stringify(`${name}*`)}` : `${type} ${JSON.stringify(name)}`;
}
