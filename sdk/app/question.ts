import type { Contract } from "../../model/contract";

/** One check of one object. */
export interface Question {
  readonly kind: "exchange" | "queue";
  readonly name: string;
  readonly check: "exists" | "publish" | "consume";
  /** For "publish": the probe's routing key, and the pattern that it is a sample of. */
  readonly routingKey?: string;
  readonly pattern?: string;
}

/** The routing key for exchanges without patterns. No queue has this name, so a probe that the broker accepts reaches none by it. */
const anyKey = "topology-probe";

/** The longest routing key in AMQP, in bytes. */
const longest = 255;

const unique = (names: readonly string[]) => [...new Set(names)].filter((name) => name !== "");

/** One question for every exchange and queue: a passive declare. The default exchange "" always exists and cannot be declared. */
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

/** One question for each pattern. The default exchange comes first: a probe that it accepts reaches no queue. */
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

/** The object for a message. Names are quoted as JSON, so that control characters do not reach a terminal. */
export function objectOf({ kind, name }: Pick<Question, "kind" | "name">): string {
  return name === "" ? "the default exchange" : `${kind} ${JSON.stringify(name)}`;
}

export function checkOf({ check, pattern, routingKey }: Question): string {
  return pattern === undefined ? check : `${check} with ${JSON.stringify(routingKey)}`;
}
