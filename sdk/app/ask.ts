import type { Channel } from "amqplib";
import type { Question } from "./question";

/** The broker's answer to a question: accepted or refused. A probe is expected to be refused. */
export type Answer = "accepted" | Refusal;

export interface Refusal {
  readonly code?: number;
  /** The broker's text. AMQP cuts it at 255 bytes. */
  readonly text: string;
}

/** The word in the broker's log by which probes can be found. */
const marker = "topology-probe";

/** The `user-id` property of publish probes: a user that is none of the application's. */
export function foreignUser(usernames: readonly string[]): string {
  let user = marker;
  while (usernames.includes(user)) user += "-";
  return user;
}

/** Sends one question to the broker. After a refusal the channel is closed. */
export async function ask(channel: Channel, question: Question, userId: string): Promise<Answer> {
  try {
    await askers[question.check](channel, question, userId);
    return "accepted";
  } catch (error) {
    const refusal = refusalOf(error);
    // Without a code, amqplib itself refused the request, and its channel waits for a reply that never comes.
    if (refusal.code === undefined) await channel.close().catch(() => {});
    return refusal;
  }
}

const askers = {
  exists: (channel: Channel, { kind, name }: Question) =>
    kind === "exchange" ? channel.checkExchange(name) : channel.checkQueue(name),

  /** The broker checks the user id after all permissions and before it routes the message. */
  publish: (channel: Channel, { name, routingKey = "" }: Question, userId: string) => {
    channel.publish(name, routingKey, Buffer.from(marker), { userId });
    // This call needs no permission. Its reply proves that the broker did not refuse the message.
    return channel.prefetch(1);
  },

  /** The broker refuses a priority that is not a number after it checks permissions and before it registers the consumer. */
  consume: async (channel: Channel, { name }: Question) => {
    const priority = marker as unknown as number;
    const { consumerTag } = await channel.consume(name, () => {}, { arguments: { "x-priority": priority } });
    await channel.cancel(consumerTag);
  },
};

/** The broker's code and text. amqplib puts the text into a longer message. */
function refusalOf(error: unknown): Refusal {
  const { message, code } = error as Error & { code?: unknown };
  const text = message.match(/ with message "(.*)"$/s)?.[1] ?? message;
  return { text, ...(typeof code === "number" && { code }) };
}
