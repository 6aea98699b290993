import type { ChannelModel } from "amqplib";

const patience = 2_000;

/** Closes our own connection, also one whose broker does not answer any more. */
export async function close(connection: ChannelModel): Promise<void> {
  connection.on("error", () => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), patience);
  });
  const closed = connection.close().catch(() => {});
  if ((await Promise.race([closed, late])) === "late") {
    // amqplib has no way to close a connection without the broker's answer.
    (connection.connection as { stream?: { destroy(): void } }).stream?.destroy();
  }
  clearTimeout(timer);
}
