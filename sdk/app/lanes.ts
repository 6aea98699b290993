import type { Channel } from "amqplib";
import { ConnectionError } from "./errors";
import type { Connection } from "./watch";

/** A further channel is opened while more than this many items for each open one are left. */
const itemsPerLane = 10;

type Work<T> = (channel: Channel, item: T) => Promise<"stop" | undefined>;

/**
 * Does work on channels that it opens itself. It uses one channel until the broker refuses a request, which closes that
 * channel. Since opening another one takes time, it then works on several in parallel. There is a limit, since the broker
 * closes the connection of a user that opens more channels than it may.
 */
export class Lanes {
  readonly #open = new Set<Channel>();
  #working = 0;

  constructor(
    readonly connection: Connection,
    readonly limit: number,
    readonly over: AbortSignal,
  ) {}

  /** Calls `work` with each item, until one call returns "stop". */
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

  /** Closes all channels without waiting for the broker's answer. */
  abandon(): void {
    for (const channel of this.#open) close(channel);
  }

  async #work<T>(rest: T[], work: Work<T>, grow: () => void): Promise<void> {
    let channel: Channel | undefined;
    this.#working++;
    try {
      while (rest.length > 0 && !this.over.aborted) {
        channel ??= await this.#channel();
        // The other channels do the remaining work.
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
      // Without a listener for the channel's "error" event, amqplib closes the whole connection.
      channel.on("error", () => {});
      channel.once("close", () => this.#open.delete(channel));
      return channel;
    } catch (error) {
      const { message } = error as Error;
      const isFull = message.includes("No channels left");
      if (isFull && this.#working > 1) return undefined;
      const why = isFull ? "the connection has no channel left: close one, or raise channel_max" : message;
      throw new ConnectionError(`cannot open a channel: ${why}`, { cause: error });
    }
  }
}

/** Closes a channel. amqplib throws if it is closed already. */
async function close(channel: Channel): Promise<void> {
  await channel.close().catch(() => {});
}
