import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import type { Kind } from "./kind";
import { withKind } from "./kinds";
import { BrokerError, IncompleteError, RabbitMQError, RefusedError } from "./management/errors";
import type { Options } from "./options";

/** Replaces an object under its own name. What the broker deletes along with it is given back, whoever made it. */
export function replace(
  broker: Broker,
  object: BrokerObject<Kind>,
  found: Fields,
  { isRetained }: Options,
): Promise<Fields> {
  if (isRetained) {
    throw new RefusedError(
      "not replaced: retainOnDelete keeps it, and its name is taken. Give the new one another name",
    );
  }
  const { kind, args } = object;
  return broker.alone(async () => {
    const attached = (await kind.attached?.(broker, args)) ?? [];
    await remove(broker, object);
    const { outputs = {} } = await kind
      .declare(broker, args, undefined)
      .catch((refused: Error) => putBack(broker, { kind, args: found }, attached, refused));
    await restore(broker, attached);
    return outputs;
  });
}

/** The broker refuses the new shape only when the old one is gone already. */
async function putBack(
  broker: Broker,
  { kind, args }: BrokerObject<Kind>,
  attached: readonly BrokerObject[],
  refused: Error,
): Promise<never> {
  try {
    await kind.declare(broker, args, undefined);
    await restore(broker, attached);
  } catch (error) {
    throw new IncompleteError(
      `not replaced: ${refused.message}; and what was there could not all be put back: ${(error as Error).message}`,
      attached,
    );
  }
  throw new RabbitMQError(`not replaced: ${refused.message}. It is as it was`, { cause: refused });
}

/** Gives back all that it can before it says what it could not. */
export async function restore(broker: Broker, attached: readonly BrokerObject[]): Promise<void> {
  const results = await Promise.allSettled(
    attached.map(withKind).map(({ kind, args }) => kind.declare(broker, args, undefined)),
  );
  const failures = results.flatMap((result, index) => {
    const object = attached[index];
    const isLost = object && result.status === "rejected" && !isGone(result.reason);
    return isLost ? [{ object, reason: (result.reason as Error).message }] : [];
  });
  if (failures.length === 0) return;
  const told = failures.map(({ object, reason }) => `${title(object)} (${reason})`);
  throw new IncompleteError(
    `was declared, but could not be given back: ${told.join("; ")}. Run \`pulumi up\` again`,
    failures.map(({ object }) => object),
  );
}

/** The other end went in the meantime, and its binding with it. */
function isGone(error: unknown): boolean {
  return error instanceof BrokerError && error.status === 404 && /^no (queue|exchange) /.test(error.reason);
}

function title(object: BrokerObject): string {
  const { kind, args } = withKind(object);
  return kind.title(args);
}

export async function remove(broker: Broker, { kind, args }: BrokerObject<Kind>): Promise<void> {
  const removal = await kind.removal(broker, args, { force: isForced(broker, args) });
  await removal();
}

export function isForced(broker: Broker, args: Fields): boolean {
  return Boolean(args["forceDestroy"] ?? broker.settings.forceDestroy);
}
