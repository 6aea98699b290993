import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerObject } from "../model/object";
import type { Kind } from "./kind";
import { RefusedError } from "./management/errors";
import { isForced } from "./replace";
import type { Run } from "./run";

type KindObject = BrokerObject<Kind>;

/** Pulumi calls the deletes that depend on nothing at the same time, in any order. */
const gatherMilliseconds = 200;

/** The refusals in each vhost: a run may delete thousands of permissions. */
const known = new WeakMap<Run, Map<unknown, Promise<string | undefined>>>();

/**
 * Refuses to delete a user's rights in a vhost as long as a queue there that leaves in the same run has messages or
 * consumers: its application needs the rights to drain the queue.
 */
export async function refuseToTakeAccess(run: Run, { kind, args: { vhost } }: KindObject): Promise<void> {
  if (kind.part?.holds !== "access" || vhost === undefined) return;
  const refusals = known.get(run) ?? new Map<unknown, Promise<string | undefined>>();
  known.set(run, refusals);
  const refusal = refusals.get(vhost) ?? refusalIn(run, vhost);
  refusals.set(vhost, refusal);
  const refused = await refusal;
  if (refused !== undefined)
    throw new RefusedError(`not deleted yet, since applications need it to drain the ${refused}`);
}

async function refusalIn(run: Run, vhost: unknown): Promise<string | undefined> {
  await sleep(gatherMilliseconds);
  const queues = run.leaving.filter(({ args }) => args["vhost"] === vhost);
  return (await Promise.all(queues.map((queue) => refusalOf(run, queue)))).find((refused) => refused !== undefined);
}

async function refusalOf(run: Run, { kind, args }: KindObject): Promise<string | undefined> {
  try {
    await kind.removal(run.broker(), args, { force: isForced(run.broker(), args) });
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return `${kind.title(args)}: ${error.message}`;
    throw error;
  }
}
