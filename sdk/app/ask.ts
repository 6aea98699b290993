import type { Channel } from "amqplib";
import type { Question } from "./question";

/** What the broker did with a question: nothing against it, or a refusal, which for a probe is the wanted thing. */
export type Answer = "accepted" | Refusal;

export interface Refusal {
  readonly code?: number;
  /** The broker's own words; AMQP cuts them at 255 bytes. */
  readonly text: string;
}

/** The word that the broker's log has of each probe. */
const marker = "topology-probe";

/** The user in whose name the publish probe claims to come: certainly not the application's own. */
export function foreignUser(usernames: readonly string[]): string {
  let user = marker;
  while (usernames.includes(user)) user += "-";
  return user;
}

/** Each question has exactly one answer; after a refusal the channel is closed. */
export async function ask(channel: Channel, question: Question, userId: string): Promise<Answer> {
  try {
    await askers[question.check](channel, question, userId);
    return "accepted";
  } catch (error) {
    const refusal = refusalOf(error);
    // It was amqplib itself, and its channel now waits for a reply that never comes.
    if (refusal.code === undefined) await channel.close().catch(() => {});
    return refusal;
  }
}

const askers = {
  exists: (channel: Channel, { kind, name }: Question) =>
    kind === "exchange" ? channel.checkExchange(name) : channel.checkQueue(name),

  /** A foreign user id is refused before the message is routed, and after everything else was checked. */
  publish: (channel: Channel, { name, routingKey = "" }: Question, userId: string) => {
    channel.publish(name, routingKey, Buffer.from(marker), { userId });
    // Needs no permission, so its reply tells that the broker took the message.
    return channel.prefetch(1);
  },

  /** A priority that is no number is refused before a consumer is registered. */
  consume: async (channel: Channel, { name }: Question) => {
    const priority = marker as unknown as number;
    const { consumerTag } = await channel.consume(name, () => {}, { arguments: { "x-priority": priority } });
    await channel.cancel(consumerTag);
  },
};

/** amqplib wraps the broker's words in its own. */
function refusalOf(error: unknown): Refusal {
  const { message, code } = error as Error & { code?: unknown };
  const text = message.match(/ with message "(.*)"$/s)?.[1] ?? message;
  return { text, ...(typeof code === "number" && { code }) };
}
