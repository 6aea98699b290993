import type { BrokerObject, Fields } from "../model/object";
import type { Broker } from "./broker";
import { shortHash } from "./hash";
import { keyOf } from "./id";
import type { Kind } from "./kind";
import { ownPrefix } from "./kinds/global-parameter";
import { BrokerError } from "./management/errors";
import { path } from "./management/path";
import { byName, type Place } from "./management/shared-list";
import { list, one } from "./management/target";
import type { Run } from "./run";

/**
 * What replacements owe, written on the broker before the delete: the only place that survives the process, the machine and
 * a state that was not saved. A global parameter holds any JSON, in no vhost, and changes nothing that messages meet: a
 * holding queue or exchange would be matched by policies and limits, seen by guards, and hold neither topic permissions nor
 * exact arguments.
 */
const prefix = `${ownPrefix}replacing.`;

type KindObject = BrokerObject<Kind>;

const listing = byName(list(path`global-parameters`, {}, ["name", "value"], { isNeverEmpty: true }));

/** The debts found on the broker, by parameter name: they are read once, since only this run writes new ones. */
const known = new WeakMap<Run, Promise<Map<string, readonly BrokerObject[]>>>();

/** Notes the objects that the broker is going to delete along with this one. */
export async function noteDebt(run: Run, object: KindObject, owed: readonly BrokerObject[]): Promise<void> {
  if (owed.length === 0) return;
  const name = nameOf(object);
  const title = object.kind.title(object.args);
  try {
    await run.broker().put(path`global-parameters/${name}`, { name, value: { replacing: title, owed } });
    (await debts(run)).set(name, owed);
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    run.report(
      `${title}: its bindings are not noted on the broker, since this login lacks the tag policymaker or administrator: if this run is killed in the next moment, they are lost`,
      "warn",
    );
  }
}

/** The objects that an earlier run deleted along with this one and did not declare again. */
export async function debtOf(run: Run, object: KindObject): Promise<readonly BrokerObject[]> {
  return (await debts(run)).get(nameOf(object)) ?? [];
}

/** Deletes the note, after the debt is paid or when the object itself is deleted. */
export async function forgetDebt(run: Run, object: KindObject): Promise<void> {
  const name = nameOf(object);
  const all = await debts(run);
  if (!all.has(name)) return;
  await run.broker().delete(path`global-parameters/${name}`, placeOf(name));
  all.delete(name);
}

function debts(run: Run): Promise<Map<string, readonly BrokerObject[]>> {
  const reading = known.get(run) ?? read(run.broker());
  known.set(run, reading);
  return reading;
}

async function read(broker: Broker): Promise<Map<string, readonly BrokerObject[]>> {
  try {
    const all = await broker.getExisting(listing.target);
    const own = all.filter(({ name }) => String(name).startsWith(prefix));
    return new Map(own.map(({ name, value }) => [String(name), (value as Fields)["owed"] as BrokerObject[]]));
  } catch (error) {
    if (isNotAllowed(error)) return new Map();
    throw error;
  }
}

function nameOf(object: KindObject): string {
  return `${prefix}${shortHash(keyOf(object))}`;
}

function placeOf(name: string): Place {
  return { own: one(path`global-parameters/${name}`, { name }), listing, key: name };
}

function isNotAllowed(error: unknown): boolean {
  return error instanceof BrokerError && error.status === 401;
}
