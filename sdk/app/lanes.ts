import type { Channel } from "amqplib";
import { ConnectionError } from "./errors";
import type { Connection } from "./watch";

/** Questions that are worth a further channel. */
const questionsPerLane = 10;

/** Does work on channels of its own, a few at a time: one after a refusal goes on with a fresh one. */
export class Lanes {
  readonly #open = new Set<Channel>();
  #working = 0;

  constructor(
    readonly connection: Connection,
    readonly limit: number,
    readonly over: AbortSignal,
  ) {}

  /** Hands each item to `work`, until it says "stop". */
  async each<T>(items: readonly T[], work: (channel: Channel, item: T) => Promise<"stop" | undefined>): Promise<void> {
    const rest = [...items];
    const lanes = Math.min(this.limit, Math.ceil(rest.length / questionsPerLane));
    await Promise.all(Array.from({ length: lanes }, () => this.#work(rest, work)));
  }

  /** Of no use any more: nobody waits for the broker to answer. */
  abandon(): void {
    for (const channel of this.#open) close(channel);
  }

  async #work<T>(rest: T[], work: (channel: Channel, item: T) => Promise<"stop" | undefined>): Promise<void> {
    let channel: Channel | undefined;
    this.#working++;
    try {
      while (rest.length > 0 && !this.over.aborted) {
        channel = channel && this.#open.has(channel) ? channel : await this.#channel();
        // The other lanes do what is left.
        if (!channel) return;
        const item = rest.shift();
        if (item !== undefined && (await work(channel, item)) === "stop") rest.length = 0;
      }
    } finally {
      this.#working--;
      if (channel && this.#open.has(channel)) await close(channel);
    }
  }

  async #channel(): Promise<Channel | undefined> {
    try {
      const channel = await this.connection.createChannel();
      this.#open.add(channel);
      // amqplib takes the whole connection down where a channel's error is not listened to.
      channel.on("error", () => {});
      channel.once("close", () => this.#open.delete(channel));
      return channel;
    } catch (error) {
      const { message } = error as Error;
      const isFull = message.includes("No channels left");
      if (isFull && this.#working > 1) return undefined;
      const why = isFull ? "the connection has no channel left (channel_max): close one, or raise it" : message;
      throw new ConnectionError(`no channel could be opened: ${why}`, { cause: error });
    }
  }
}

/** Resolves when the broker has answered; amqplib throws where the channel is closed already. */
async function close(channel: Channel): Promise<void> {
  await channel.close().catch(() => {});
}
