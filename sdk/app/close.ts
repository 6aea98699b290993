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
    // amqplib's own close waits for the broker for ever, and its heartbeat keeps the process alive.
    const { stream } = connection.connection as { stream?: { destroy(error: Error): void } };
    stream?.destroy(new Error("the broker does not answer"));
  }
  clearTimeout(timer);
}
