import amqplib from "amqplib";
import type { TestBroker } from "./environment";

/** A real client in one vhost, with what tests do to a queue. */
export async function connect(broker: TestBroker, vhost: string) {
  const connection = await amqplib.connect(`${broker.amqpUrl}/${encodeURIComponent(vhost)}`, { noDelay: true });
  connection.on("error", () => {});
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => {});
  await channel.prefetch(1);
  return {
    connection,
    channel,
    /** Resolves once the broker has the message. */
    send: async (queue: string, body = "order") => {
      channel.sendToQueue(queue, Buffer.from(body), { persistent: true });
      await channel.waitForConfirms();
    },
    publish: async (exchange: string, key: string, body = "order") => {
      channel.publish(exchange, key, Buffer.from(body), { persistent: true });
      await channel.waitForConfirms();
    },
    consume: (queue: string, type: string) =>
      channel.consume(queue, () => {}, type === "stream" ? { arguments: { "x-stream-offset": "next" } } : {}),
    /** Takes a message and keeps it without an acknowledgement. */
    hold: (queue: string) => channel.get(queue),
    count: async (queue: string) => (await channel.checkQueue(queue)).messageCount,
    close: () => connection.close(),
  };
}
