import type { ChannelModel } from "amqplib";
import { ConnectionError } from "./errors";

/** What is needed of amqplib's connection. */
export type Connection = Pick<ChannelModel, "connection" | "createChannel" | "on" | "removeListener">;

/** What a timer of Node's can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

/** Waits for what can go wrong with the application's connection meanwhile, and takes its listeners away again. */
export class Watch {
  /** Never resolves. */
  readonly failed: Promise<never>;
  /** Gives up, for whoever still works on it. */
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
