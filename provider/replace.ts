import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import { fixedDifferences } from "./changes";
import { describe, differences } from "./compare";
import { byReason } from "./enumerate";
import { inPlaceInstead } from "./in-place-instead";
import { debtOf, forgetDebt, noteDebt } from "./journal";
import type { Kind } from "./kind";
import { withKind } from "./kinds";
import { BrokerError, ConnectionError, IncompleteError, RabbitMQError, RefusedError } from "./management/errors";
import type { Options } from "./options";
import type { Run } from "./run";

const takeOutAttempts = 5;

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
  return run.alone(() => inOneStep(run, object, found));
}

async function inOneStep(run: Run, object: BrokerObject<Kind>, found: Fields): Promise<Fields> {
  const migration = migrationOf(run, object);
  const attached = migration
    ? await takeOutAndDelete(run, object, found, migration)
    : await deleteKnown(run, object, found);
  const { outputs } = await run
    .send(object, undefined)
    .catch((refused: Error) => putBack(run, { kind: object.kind, args: found }, attached, refused));
  await restore(run, attached);
  await forgetDebt(run, object);
  return outputs;
}

/** Deletes the object, and returns what the broker deleted along with it. */
async function deleteKnown(
  run: Run,
  object: BrokerObject<Kind>,
  found: Fields,
  isTakenOut = false,
): Promise<BrokerObject[]> {
  const { kind, args } = object;
  const broker = run.broker();
  const restores = (await kind.attached?.(broker, args)) ?? [];
  const removal = await kind
    .removal(broker, args, { force: isForced(broker, args), restores, exists: true, isTakenOut })
    .catch((error: unknown) => Promise.reject(withReason(run, object, found, error)));
  // A guard may have waited for seconds, in which others can have bound something.
  const attached = (await kind.attached?.(broker, args)) ?? [];
  await noteDebt(run, object, attached);
  await removal().catch(async (error: unknown) => {
    if (error instanceof RefusedError) await forgetDebt(run, object);
    throw error;
  });
  return attached;
}

/**
 * What is published to the object meanwhile, by its name, is taken out as well. If the object must not be deleted in the
 * end, it gets everything back.
 */
async function takeOutAndDelete(
  run: Run,
  object: BrokerObject<Kind>,
  found: Fields,
  { takeOut, bringBack }: Migration,
): Promise<BrokerObject[]> {
  const { args } = object;
  const broker = run.broker();
  for (let attempt = 1; ; attempt++) {
    await takeOut(broker, { former: found, wanted: args, force: isForced(broker, args), report: run.report });
    try {
      return await deleteKnown(run, object, found, true);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (attempt < takeOutAttempts) continue;
      await bringBack(broker, args, run.report);
      throw error;
    }
  }
}

type Migration = NonNullable<Kind["migration"]>;

/** How a replacement of this object keeps what it holds, if the program wants that. */
function migrationOf(run: Run, { kind, args }: BrokerObject<Kind>): Migration | undefined {
  return kind.migration?.isWanted(args, run.broker().settings) ? kind.migration : undefined;
}

/** Adds to a guard's refusal why the object is replaced, and what would do without. */
function withReason(run: Run, object: BrokerObject<Kind>, found: Fields, error: unknown): unknown {
  if (!(error instanceof RefusedError)) return error;
  const differing = fixedDifferences(object.kind, differences(object, found));
  const canMigrate = object.kind.migration && !migrationOf(run, object);
  const instead = `${canMigrate ? ' Or set onReplace: "migrate", which keeps its messages.' : ""}${inPlaceInstead(object, differing)}`;
  return new RefusedError(`not replaced for ${describe(object.kind, differing)}; ${error.message}.${instead}`);
}

/** Declares the former object again: the broker can refuse the new one only after the former one is deleted. */
async function putBack(
  run: Run,
  former: BrokerObject<Kind>,
  attached: readonly BrokerObject[],
  refused: Error,
): Promise<never> {
  if (refused instanceof ConnectionError) {
    throw new IncompleteError(
      `was deleted, and it is unknown whether it was declared again: ${refused.message}. Run \`pulumi up\` again`,
      attached,
    );
  }
  try {
    await run.send(former, undefined);
    await restore(run, attached);
    await former.kind.migration?.bringBack(run.broker(), former.args, run.report);
    await forgetDebt(run, former);
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
  const told = failures.map(({ object, reason }) => ({ what: object.kind.title(object.args), reason }));
  const lines = byReason(told).map(({ names, reason }) => `${names.join(", ")} (${reason})`);
  throw new IncompleteError(
    `was declared, but objects deleted with it could not be restored: ${lines.join("; ")}. Run \`pulumi up\` again`,
    failures.map(({ object: { kind, args } }) => ({ kind: kind.name, args })),
  );
}

/** The other end of the binding was deleted in the meantime, and the binding with it. */
function isGone(error: unknown): boolean {
  return error instanceof BrokerError && error.status === 404 && /^no (queue|exchange) /.test(error.reason);
}

/** Declares the objects that a run deleted along with this one and was interrupted before it declared them again. */
export async function payDebt(run: Run, object: BrokerObject<Kind>): Promise<void> {
  if (!object.kind.attached) return;
  await migrationOf(run, object)?.bringBack(run.broker(), object.args, run.report);
  const owed = await debtOf(run, object);
  if (owed.length === 0) return;
  await restore(run, owed);
  await forgetDebt(run, object);
  run.report(
    `${object.kind.title(object.args)}: a run that was interrupted while it replaced this had deleted ${owed.length} objects with it, which are restored`,
  );
}

export async function remove(run: Run, object: BrokerObject<Kind>, exists: boolean): Promise<void> {
  const { kind, args } = object;
  const broker = run.broker();
  const leaves = (other: BrokerObject) => run.isLeaving(withKind(other));
  const removal = await kind.removal(broker, args, { force: isForced(broker, args), exists, leaves });
  await removal();
  if (kind.stays) run.report(`${kind.title(args)}: ${kind.stays}`);
  if (kind.attached) await forgetDebt(run, object);
}

export function isForced(broker: Broker, args: Fields): boolean {
  return Boolean(args["forceDestroy"] ?? broker.settings.forceDestroy);
}
