import type { Contract } from "../../model/contract";

/** One check of one object. */
export interface Question {
  readonly kind: "exchange" | "queue";
  readonly name: string;
  readonly check: "exists" | "publish" | "consume";
  /** Publish: the routing key of the probe, and the pattern that it stands for. */
  readonly routingKey?: string;
  readonly pattern?: string;
}

/** No queue has this name, so that not even a message that got through would arrive. */
const anyKey = "topology-probe";

/** The longest routing key that AMQP carries, in bytes. */
const longest = 255;

const unique = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== "");

/** A passive declare of every exchange and queue. The default exchange, "", always is there and cannot be asked for. */
export function existence({ exchanges, queues, publishTo, consumeFrom, bindFrom }: Contract): Question[] {
  const named = [...exchanges.map(({ name }) => name), ...[...publishTo, ...bindFrom].map(({ exchange }) => exchange)];
  return [
    ...unique(named).map((name) => ({ kind: "exchange", name, check: "exists" }) as const),
    ...unique([...queues.map(({ name }) => name), ...consumeFrom]).map(
      (name) => ({ kind: "queue", name, check: "exists" }) as const,
    ),
  ];
}

export function consumption({ consumeFrom }: Contract): Question[] {
  return unique(consumeFrom).map((name) => ({ kind: "queue", name, check: "consume" }));
}

/** A key for each pattern. The default exchange is first: what it let through would go nowhere. */
export function publication({ publishTo }: Contract): Question[] {
  const all = publishTo.flatMap(({ exchange, routingKeys }) => {
    const patterns: (string | undefined)[] = exchange === "" ? [undefined] : (routingKeys ?? [undefined]);
    return patterns.map((pattern): Question => {
      const key = pattern === undefined ? { routingKey: anyKey } : { routingKey: sampleKey(pattern), pattern };
      return { kind: "exchange", name: exchange, check: "publish", ...key };
    });
  });
  return all.sort((a, b) => Number(b.name === "") - Number(a.name === ""));
}

/** A routing key that a topic pattern matches: "invoice.#" gives "invoice.probe". */
export function sampleKey(pattern: string): string {
  const sample = fill(pattern, "probe");
  return Buffer.byteLength(sample) <= longest ? sample : fill(pattern, "p");
}

function fill(pattern: string, word: string): string {
  return pattern
    .split(".")
    .map((each) => (each === "*" || each === "#" ? word : each))
    .join(".");
}

/** Names are quoted as JSON does it, so that no character of theirs garbles a terminal. */
export function objectOf({ kind, name }: Pick<Question, "kind" | "name">): string {
  return name === "" ? "the default exchange" : `${kind} ${JSON.stringify(name)}`;
}

export function checkOf({ check, pattern, routingKey }: Question): string {
  return pattern === undefined ? check : `${check} with ${JSON.stringify(routingKey)}`;
}
