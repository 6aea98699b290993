import { RefusedError } from "../../provider/management/errors";
import { printOnce } from "../../provider/print-once";

/** Pulumi's dynamic server with the call of a verb: it prints what the verb throws. */
function server() {
  const printed: unknown[] = [];
  const output = { error: (...line: unknown[]) => void printed.push(...line) };
  const once = printOnce(output);
  const call = (error: Error) =>
    once(() => Promise.reject(error)).catch((thrown: Error) => output.error(`${thrown}: ${thrown.stack}`));
  return { call, output, printed };
}

test("Pulumi's server does not print the error that the engine prints", async () => {
  const { call, printed } = server();
  await call(new RefusedError("queue: not deleted"));
  expect(printed).toEqual([]);
});

test("it prints everything else: other lines, a line that only looks the same, and programming errors", async () => {
  const { call, output, printed } = server();
  await call(new RefusedError("queue: not deleted"));
  output.error("RabbitMQError: queue: not deleted: ");
  output.error("a line", "of others");
  const mistake = new TypeError("x is not a function");
  await call(mistake);
  expect(printed).toEqual([
    "RabbitMQError: queue: not deleted: ",
    "a line",
    "of others",
    `TypeError: x is not a function: ${mistake.stack}`,
  ]);
});
