import { RabbitMQError } from "./management/errors";

/**
 * Keeps Pulumi's server from printing what `check`, `diff`, `read` and `delete` throw, since the engine prints that too.
 * The server prints `${error}: ${error.stack}`. A programming error is still printed, with its stack.
 */
export function printOnce(output: Pick<Console, "error">): <T>(call: () => Promise<T>) => Promise<T> {
  const thrown = new Set<unknown>();
  const print = output.error.bind(output);
  output.error = (line?: unknown, ...more: unknown[]) => {
    if (!thrown.delete(line)) print(line, ...more);
  };
  return async (call) => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof RabbitMQError) thrown.add(`${error}: ${error.stack}`);
      throw error;
    }
  };
}
