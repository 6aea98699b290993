import type { Broker } from "./broker";
import type { Attached, Fields, Kind } from "./kind";
import { kinds } from "./kinds";
import { BrokerError, IncompleteError, RabbitMQError, RefusedError } from "./management/errors";
import type { Options } from "./options";

/** Replaces an object under its own name. What the broker deletes along with it is given back, whoever made it. */
export function replace(
  kind: Kind,
  broker: Broker,
  args: Fields,
  found: Fields,
  { __retain }: Options,
): Promise<Fields> {
  if (__retain) {
    throw new RefusedError(
      "not replaced: retainOnDelete keeps it, and its name is taken. Give the new one another name",
    );
  }
  return broker.alone(async () => {
    const attached = (await kind.attached?.(broker, args)) ?? [];
    await remove(kind, broker, args);
    const { outputs = {} } = await kind
      .declare(broker, args, undefined)
      .catch((refused: Error) => putBack(kind, broker, found, attached, refused));
    await restore(broker, attached);
    return outputs;
  });
}

/** The broker refuses the new shape only when the old one is gone already. */
async function putBack(
  kind: Kind,
  broker: Broker,
  found: Fields,
  attached: readonly Attached[],
  refused: Error,
): Promise<never> {
  try {
    await kind.declare(broker, found, undefined);
    await restore(broker, attached);
  } catch (error) {
    throw new IncompleteError(
      `not replaced: ${refused.message}; and what was there could not all be put back: ${(error as Error).message}`,
      { __lost: attached },
    );
  }
  throw new RabbitMQError(`not replaced: ${refused.message}. It is as it was`, { cause: refused });
}

/** Gives back all that it can before it says what it could not. */
export async function restore(broker: Broker, attached: readonly Attached[]): Promise<void> {
  const results = await Promise.allSettled(
    attached.map(({ kind, args }) => (kinds[kind] as Kind).declare(broker, args, undefined)),
  );
  const reasons = results.map((result) =>
    result.status === "rejected" && !isGone(result.reason) ? (result.reason as Error).message : undefined,
  );
  const lost = attached.filter((_, index) => reasons[index] !== undefined);
  if (lost.length === 0) return;
  const told = attached.flatMap((each, index) =>
    reasons[index] === undefined ? [] : [`${title(each)} (${reasons[index]})`],
  );
  throw new IncompleteError(`was declared, but could not be given back: ${told.join("; ")}. Run \`pulumi up\` again`, {
    __lost: lost,
  });
}

/** The other end went in the meantime, and its binding with it. */
function isGone(error: unknown): boolean {
  return error instanceof BrokerError && error.status === 404 && /^no (queue|exchange) /.test(error.reason);
}

function title({ kind, args }: Attached): string {
  return (kinds[kind] as Kind).title(args);
}

export async function remove(kind: Kind, broker: Broker, object: Fields): Promise<void> {
  const removal = await kind.removal(broker, object, { force: isForced(broker, object) });
  await removal();
}

export function isForced(broker: Broker, args: Fields): boolean {
  return Boolean(args["forceDestroy"] ?? broker.settings.forceDestroy);
}
