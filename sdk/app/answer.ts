/** What the broker did with a question: nothing against it, or a refusal, which for a probe is the wanted thing. */
export type Answer = "accepted" | Refusal;

export interface Refusal {
  readonly code?: number;
  /** The broker's own words; AMQP cuts them at 255 bytes. */
  readonly text: string;
}

/** amqplib wraps the broker's words in its own. */
export function refusalOf(error: unknown): Refusal {
  const { message, code } = error as Error & { code?: unknown };
  const text = message.match(/ with message "(.*)"$/s)?.[1] ?? message;
  return { text, ...(typeof code === "number" && { code }) };
}
