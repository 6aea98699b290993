/** An exchange or a queue; streams are queues. `""` is the default exchange. */
export interface Thing {
  readonly type: "exchange" | "queue";
  readonly name: string;
  /** Stands for everything whose name begins so: queues that the broker or the client names. */
  readonly isPrefix?: boolean;
}

/** Something that a client can ask of the broker. */
export interface Operation {
  readonly verb: Verb;
  readonly target: Thing;
  /** What else it needs: the source of a binding, the exchange for dead letters or for unroutable messages. */
  readonly other?: Thing;
  /** Routing keys to publish with, or binding keys, as topic patterns. Absent: any. */
  readonly keys?: readonly string[];
}

/** An operation, and the role that asks for it. */
export interface Asked {
  readonly role: string;
  readonly operation: Operation;
}

export type Permission = "configure" | "write" | "read";
export const permissions = ["configure", "write", "read"] as const;

/** `[of target, of other]`: which permission an operation needs on each. Measured on RabbitMQ 3.10.8, 4.0.5 and 4.3.6. */
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

/** What an operation needs. */
export function rightsFor({ verb, target, other }: Operation): Right[] {
  const [ofTarget, ofOther] = needs[verb];
  return [
    ...ofTarget.map((permission) => ({ permission, thing: target })),
    ...(other ? ofOther.map((permission) => ({ permission, thing: other })) : []),
  ];
}

/** The name that the broker checks: it has one of its own for the default exchange. */
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

/** Of several equal things, one. */
export function distinct(things: readonly Thing[]): Thing[] {
  return [...new Map(things.map((thing) => [keyOf(thing), thing])).values()];
}

/** What makes an operation this one and no other; keys are a matter of topic permissions. */
export function operationKey({ verb, target, other }: Operation): string {
  return JSON.stringify([verb, keyOf(target), other ? keyOf(other) : ""]);
}

function keyOf({ type, name, isPrefix }: Thing): string {
  return JSON.stringify([type, name, isPrefix === true]);
}
