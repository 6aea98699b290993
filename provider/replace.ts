import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import type { Kind } from "./kind";
import { withKind } from "./kinds";
import { BrokerError, IncompleteError, RabbitMQError, RefusedError } from "./management/errors";
import type { Options } from "./options";
import type { Run } from "./run";

/**
 * Replaces an object under its own name. Restores the objects that the broker deletes along with it, also those that
 * other stacks and applications made.
 */
export function replace(run: Run, object: BrokerObject<Kind>, found: Fields, { isRetained }: Options): Promise<Fields> {
  if (isRetained) {
    throw new RefusedError(
      "not replaced: retainOnDelete keeps the existing object, which has the same name. Give the new one another name",
    );
  }
  const { kind, args } = object;
  return run.alone(async () => {
    const attached = (await kind.attached?.(run.broker(), args)) ?? [];
    await remove(run, object, attached);
    const { outputs } = await run
      .send(object, undefined)
      .catch((refused: Error) => putBack(run, { kind, args: found }, attached, refused));
    await restore(run, attached);
    return outputs;
  });
}

/** Declares the former object again: the broker can refuse the new one only after the former one is deleted. */
async function putBack(
  run: Run,
  former: BrokerObject<Kind>,
  attached: readonly BrokerObject[],
  refused: Error,
): Promise<never> {
  try {
    await run.send(former, undefined);
    await restore(run, attached);
  } catch (error) {
    throw new IncompleteError(
      `not replaced: ${refused.message}; and the former object could not be fully restored: ${(error as Error).message}`,
      attached,
    );
  }
  throw new RabbitMQError(`not replaced: ${refused.message}. The former object is restored`, { cause: refused });
}

/** Declares all attached objects again, then throws one error that lists those that failed. */
export async function restore(run: Run, attached: readonly BrokerObject[]): Promise<void> {
  const objects = attached.map(withKind);
  const results = await Promise.allSettled(objects.map((object) => run.send(object, undefined)));
  const failures = results.flatMap((result, index) => {
    const object = objects[index];
    const isLost = object && result.status === "rejected" && !isGone(result.reason);
    return isLost ? [{ object, reason: (result.reason as Error).message }] : [];
  });
  if (failures.length === 0) return;
  const lines = failures.map(({ object: { kind, args }, reason }) => `${kind.title(args)} (${reason})`);
  throw new IncompleteError(
    `was declared, but objects deleted with it could not be restored: ${lines.join("; ")}. Run \`pulumi up\` again`,
    failures.map(({ object: { kind, args } }) => ({ kind: kind.name, args })),
  );
}

/** The other end of the binding was deleted in the meantime, and the binding with it. */
function isGone(error: unknown): boolean {
  return error instanceof BrokerError && error.status === 404 && /^no (queue|exchange) /.test(error.reason);
}

/** Deletes an object. `restores` are the objects that the broker deletes along with it and that are declared again. */
export async function remove(
  run: Run,
  { kind, args }: BrokerObject<Kind>,
  restores?: readonly BrokerObject[],
): Promise<void> {
  const broker = run.broker();
  const force = isForced(broker, args);
  const removal = await kind.removal(broker, args, { force, ...(restores && { restores }) });
  await removal();
}

export function isForced(broker: Broker, args: Fields): boolean {
  return Boolean(args["forceDestroy"] ?? broker.settings.forceDestroy);
}
