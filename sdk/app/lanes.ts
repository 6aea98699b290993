import type { Channel } from "amqplib";
import { ConnectionError } from "./errors";
import type { Connection } from "./watch";

/** What has to be left to do for a further channel to be worth it. */
const itemsPerLane = 10;

type Work<T> = (channel: Channel, item: T) => Promise<"stop" | undefined>;

/**
 * Does work on channels of its own. As long as nothing is refused that is one; each refusal closes one, and as a fresh one
 * takes time, more work beside it then. A broker closes the connection of a user that goes beyond its limit of channels.
 */
export class Lanes {
  readonly #open = new Set<Channel>();
  #working = 0;

  constructor(
    readonly connection: Connection,
    readonly limit: number,
    readonly over: AbortSignal,
  ) {}

  /** Hands each item to `work`, until it says "stop". */
  each<T>(items: readonly T[], work: Work<T>): Promise<void> {
    const rest = [...items];
    return new Promise((resolve, reject) => {
      const start = () => {
        this.#work(rest, work, grow).then(() => this.#working === 0 && resolve(), reject);
      };
      const grow = () => {
        if (this.#working < this.limit && rest.length > itemsPerLane * this.#working) start();
      };
      start();
    });
  }

  /** Of no use any more: nobody waits for the broker to answer. */
  abandon(): void {
    for (const channel of this.#open) close(channel);
  }

  async #work<T>(rest: T[], work: Work<T>, grow: () => void): Promise<void> {
    let channel: Channel | undefined;
    this.#working++;
    try {
      while (rest.length > 0 && !this.over.aborted) {
        channel ??= await this.#channel();
        // The other lanes do what is left.
        if (!channel) return;
        const item = rest.shift();
        if (item !== undefined && (await work(channel, item)) === "stop") rest.length = 0;
        if (this.#open.has(channel)) continue;
        channel = undefined;
        grow();
      }
    } finally {
      if (channel) await close(channel);
      this.#working--;
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
