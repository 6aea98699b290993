import type { Channel, ChannelModel } from "amqplib";

/** How long to wait for the broker's answer, in milliseconds. */
const closeTimeout = 2_000;

/**
 * Closes a connection that this library opened, also if the broker no longer answers. A connection's close overtakes what its
 * channels still have to send, such as acknowledgements: the close of a channel that is given does not.
 */
export async function close(connection: ChannelModel, channel?: Channel): Promise<void> {
  connection.on("error", () => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), closeTimeout);
  });
  const closed = closeAll(connection, channel);
  if ((await Promise.race([closed, late])) === "late") {
    // amqplib's close waits for the broker without a timeout, and its heartbeat keeps the process alive.
    const { stream } = connection.connection as { stream?: { destroy(error: Error): void } };
    stream?.destroy(new Error("the broker does not answer"));
  }
  clearTimeout(timer);
}

async function closeAll(connection: ChannelModel, channel: Channel | undefined): Promise<void> {
  await channel?.close().catch(() => {});
  await connection.close().catch(() => {});
}
