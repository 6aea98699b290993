/** An exchange or a queue; streams are queues. `""` is the default exchange. */
export interface Thing {
  readonly type: "exchange" | "queue";
  readonly name: string;
  /** Whether `name` is a prefix that means all names that begin with it: queues that the broker or the client names. */
  readonly isPrefix?: boolean;
}

/** An operation that a client can request from the broker. */
export interface Operation {
  readonly verb: Verb;
  readonly target: Thing;
  /** The second object that it needs: the source of a binding, the exchange for dead letters or unroutable messages. */
  readonly other?: Thing;
  /** Routing keys to publish with, or binding keys, as topic patterns. Absent means any key. */
  readonly keys?: readonly string[];
}

/** An operation, and the role that requests it. */
export interface Asked {
  readonly role: string;
  readonly operation: Operation;
}

export type Permission = "configure" | "write" | "read";
export const permissions = ["configure", "write", "read"] as const;

/** The permissions that each operation needs: `[on target, on other]`. Measured on RabbitMQ 3.10.8, 4.0.5 and 4.3.6. */
const needs = {
  publish: [["write"], []],
  consume: [["read"], []],
  purge: [["read"], []],
  bindQueue: [["write"], ["read"]],
  bindExchange: [["write"], ["read"]],
  declareQueue: [["configure"], []],
  deleteQueue: [["configure"], []],
  declareQueueWithDeadLetters: [["configure", "read"], ["write"]],
  declareExchange: [["configure"], []],
  deleteExchange: [["configure"], []],
  declareExchangeWithAlternate: [["configure", "read"], ["write"]],
  publishToStream: [["write"], []],
  storeOffset: [["write"], []],
  readSuperStream: [["read"], []],
} as const satisfies Record<string, readonly [of: readonly Permission[], ofOther: readonly Permission[]]>;

export type Verb = keyof typeof needs;

/** One permission on one thing. */
export interface Right {
  readonly permission: Permission;
  readonly thing: Thing;
}

/** The rights that an operation needs. */
export function rightsFor({ verb, target, other }: Operation): Right[] {
  const [ofTarget, ofOther] = needs[verb];
  return [
    ...ofTarget.map((permission) => ({ permission, thing: target })),
    ...(other ? ofOther.map((permission) => ({ permission, thing: other })) : []),
  ];
}

/** The name that the broker checks permissions on, which is `amq.default` for the default exchange. */
export function checkedName({ type, name }: Thing): string {
  return type === "exchange" && name === "" ? "amq.default" : name;
}

export const exchange = (name: string): Thing => ({ type: "exchange", name: name === "amq.default" ? "" : name });
export const queue = (name: string): Thing => ({ type: "queue", name });
export const queuesFrom = (prefix: string): Thing => ({ type: "queue", name: prefix, isPrefix: true });

/** The exchange whose topic permissions an operation is subject to. */
export function topicExchange({ verb, target, other }: Operation): string | undefined {
  if (verb === "publish") return target.name;
  return verb === "bindQueue" || verb === "bindExchange" ? other?.name : undefined;
}

/** The things without duplicates. */
export function distinct(things: readonly Thing[]): Thing[] {
  return [...new Map(things.map((thing) => [keyOf(thing), thing])).values()];
}

/** A text that identifies an operation, without its keys, which only topic permissions restrict. */
export function operationKey({ verb, target, other }: Operation): string {
  return JSON.stringify([verb, keyOf(target), other ? keyOf(other) : ""]);
}

function keyOf({ type, name, isPrefix }: Thing): string {
  return JSON.stringify([type, name, isPrefix === true]);
}
