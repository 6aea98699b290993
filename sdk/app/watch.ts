import type { ChannelModel } from "amqplib";
import { ConnectionError } from "./errors";

/** The part of amqplib's connection that is used. */
export type Connection = Pick<ChannelModel, "connection" | "createChannel" | "on" | "removeListener">;

/** The longest time of a Node.js timer, in milliseconds. */
const longest = 2 ** 31 - 1;

/** Watches the application's connection during a check for errors, close and the timeout, and removes its listeners at the end. */
export class Watch {
  /** Rejects when the connection fails or the time is up; never resolves. */
  readonly failed: Promise<never>;
  /** Aborted at the end, for work that still runs. */
  readonly over = new AbortController();
  readonly #release: () => void;

  constructor(connection: Connection, timeout: number) {
    const { promise, reject } = deferred();
    const fail = (message: string, cause?: unknown) => reject(new ConnectionError(message, cause ? { cause } : {}));
    let blocked = "";
    const listeners: Record<string, (given?: unknown) => void> = {
      error: (error) => fail(`the connection broke during the check: ${(error as Error).message}`, error),
      close: (error) => fail(`the connection was closed during the check${reasonOf(error)}`, error),
      blocked: (reason) => {
        blocked = `: it blocks this connection, ${reason}`;
      },
    };
    const timer = setTimeout(
      () => fail(`the broker did not answer within ${timeout} ms${blocked}`),
      Math.min(timeout, longest),
    );
    for (const [event, listener] of Object.entries(listeners)) connection.on(event, listener);
    this.failed = promise;
    this.#release = () => {
      clearTimeout(timer);
      for (const [event, listener] of Object.entries(listeners)) connection.removeListener(event, listener);
    };
  }

  stop(): void {
    this.#release();
    this.over.abort();
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? `: ${error.message}` : "");

function deferred() {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, rejectIt) => {
    reject = rejectIt;
  });
  return { promise, reject };
}
