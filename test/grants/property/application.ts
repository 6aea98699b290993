import amqplib, { type ConfirmChannel } from "amqplib";
import pLimit from "p-limit";

/** What the broker said: it did it, or its error code. */
export type Answer = "ok" | number;

interface Asking {
  readonly channel: ConfirmChannel;
  /** The code that the broker closed the channel with. */
  readonly closed: Promise<number>;
}

/** A client that asks one thing at a time on each of some channels, and goes on with another channel after a refusal. */
export async function application(url: string) {
  const connection = await amqplib.connect(url, { noDelay: true });
  connection.on("error", () => {});
  const free: Asking[] = [];
  const limit = pLimit(8);

  const open = async (): Promise<Asking> => {
    const channel = await connection.createConfirmChannel();
    let code = 0;
    channel.on("error", (error) => {
      code = (error as Error & { code: number }).code;
    });
    return { channel, closed: new Promise((resolve) => channel.on("close", () => resolve(code))) };
  };

  return {
    ask: (work: (channel: ConfirmChannel) => Promise<unknown>): Promise<Answer> =>
      limit(async () => {
        const asking = free.pop() ?? (await open());
        try {
          await work(asking.channel);
        } catch {
          // A refused publish rejects without a code: the channel's end has it.
          return asking.closed;
        }
        free.push(asking);
        return "ok";
      }),
    close: () => connection.close(),
  };
}

export type Application = Awaited<ReturnType<typeof application>>;

/** Resolves once the broker has taken the message. */
export function publish(channel: ConfirmChannel, exchange: string, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.publish(exchange, key, Buffer.from("x"), {}, (error) => (error ? reject(error) : resolve()));
  });
}
