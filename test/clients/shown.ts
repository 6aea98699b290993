import type { Outcome, Refusal } from "./outcomes";

/** A client, as its example shows the broker's answers. */
export interface Client {
  readonly name: string;
  readonly language: "python" | "node";
  readonly refusal: (refusal: Refusal) => string;
  readonly unroutable: string;
  /** The client's own pitfalls; `of` gives what it shows for the line of this title. */
  readonly pitfalls: (of: (title: string) => string) => Record<string, string>;
  /** What only its connection's listener is told. */
  readonly told?: string;
}

const reason = ({ code, text }: Refusal) =>
  `${code} (${code === 403 ? "ACCESS-REFUSED" : "NOT-FOUND"}) with message "${text}"`;

const ofAmqplib = (refusal: Refusal) =>
  refusal.method === "BasicPublish"
    ? `code ${refusal.code}: Channel closed by server: ${reason(refusal)}`
    : `code ${refusal.code}: Operation failed: ${refusal.method}; ${reason(refusal)}`;

const ofPyAmqp = ({ code, text }: Refusal) => `${code === 403 ? "AccessRefused" : "NotFound"} ${code} ${text}`;

export const clients: Client[] = [
  {
    name: "pika",
    language: "python",
    refusal: ({ code, text }) => `ChannelClosedByBroker ${code} ${text}`,
    unroutable: "UnroutableError NO_ROUTE",
    pitfalls: () => ({
      "publish to exchange audit without confirms": "no error, then ChannelWrongStateError Channel is closed.",
    }),
  },
  {
    name: "py-amqp",
    language: "python",
    refusal: ofPyAmqp,
    unroutable: "ChannelError 312 NO_ROUTE",
    pitfalls: () => ({
      "publish to exchange audit without confirms":
        "no error, then AccessRefused from drain_events; open True, consumers 0",
    }),
  },
  {
    name: "kombu",
    language: "python",
    refusal: ofPyAmqp,
    unroutable: "ChannelError 312 NO_ROUTE",
    pitfalls: (of) => ({
      "Queue(passive=True)": of("declare queue orders"),
      "Producer that declares": of("declare exchange events"),
      "Consumer that declares": of("declare queue orders"),
    }),
  },
  {
    name: "amqplib",
    language: "node",
    refusal: ofAmqplib,
    unroutable: "code undefined: NO_ROUTE: no binding matches order.unknown",
    pitfalls: () => ({
      "publish without the 'error' event": "code undefined: channel closed",
      "publish without confirms": "returned true, then channel 'error' 403",
      "check on a channel without 'error' listener": "code 404, and connection 'error' 404: the connection is closed",
    }),
  },
  {
    name: "rabbitmq-client",
    language: "node",
    refusal: ({ code, method, text }) =>
      `AMQPChannelError ${code === 403 ? "ACCESS_REFUSED" : "NOT_FOUND"}: ${method}: ${text}`,
    unroutable: "NO_ROUTE: no binding matches order.unknown",
    pitfalls: (of) => ({
      "createConsumer, passive": "ok",
      "createConsumer that declares": of("declare queue orders").replace(": ", ": consumer setup failed; "),
      "basicConsume, no declare": "ok",
      "publish without confirm": "ok",
    }),
    told: "publish to exchange audit",
  },
  {
    name: "amqp-connection-manager",
    language: "node",
    refusal: ofAmqplib,
    unroutable: "code undefined: NO_ROUTE: no binding matches order.unknown",
    pitfalls: () => ({
      "declare in setup": "'error' 403, 403, 403 and so on",
      "refused publish with an 'error' listener on the channel": "channel closed, and the next publish: timeout",
    }),
  },
];

export function shown({ refusal, unroutable }: Client, outcome: Outcome): string {
  if (outcome === "ok") return "ok";
  return outcome === "unroutable" ? unroutable : refusal(outcome);
}
