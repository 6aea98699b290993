import type { BrokerObject } from "../../model/object";
import { refuseToTakeAccess } from "../access-last";
import { refuseDrifted } from "../drift";
import { pick } from "../fields";
import { keyOf } from "../id";
import { forgetDebt } from "../journal";
import type { Kind, Removal, RemovalOptions } from "../kind";
import { withKind } from "../kinds";
import { isLeftover } from "../leftover";
import { isForced } from "../replace";
import { finder } from "./find";
import { nameOf, type TopologyObject } from "./objects";
import { protectedIn } from "./protect";
import { removalOrder, type Section } from "./section";
import type { Work } from "./work";

interface Planned {
  readonly object: TopologyObject;
  readonly remove: Removal;
}

/**
 * Deletes objects, after the guards of all of them have run: if one deletion is refused, no object is deleted, except the broker's
 * own traffic. An object that the program declares elsewhere no longer belongs to this topology, and is not deleted.
 */
export async function removeAll(work: Work, removed: readonly TopologyObject[], by?: string): Promise<void> {
  const isElsewhere = (object: TopologyObject) => isLeftover(work.run, object, by);
  const elsewhere = new Set(removed.filter(isElsewhere));
  for (const object of elsewhere) work.removed(object);
  const objects = removed.filter((object) => !elsewhere.has(object) && !isKept(work, object));
  const problem = protectedIn(objects);
  if (problem !== undefined) return work.refuse(problem);
  const keys = new Set(objects.map(keyOf));
  const hostsOf = ({ kind, args }: BrokerObject<Kind>) => {
    const hosts = (kind.goesWith?.(args) ?? []).map(withKind).filter((host) => isEarlier(host.kind, kind));
    return hosts.map(keyOf).filter((host) => keys.has(host));
  };
  const independent = objects.filter((object) => hostsOf(object).length === 0);
  const goes = (object: BrokerObject<Kind>) => keys.has(keyOf(object)) || hostsOf(object).length > 0;

  for (const stage of stages) {
    const planned: Planned[] = [];
    for (const section of stage) planned.push(...(await plan(work, ofSection(section, independent), goes)));
    if (work.hasFailed) return;
    for (const section of stage) {
      await work.each(
        planned.filter(({ object }) => object.section === section),
        ({ object }) => object,
        async ({ object, remove }) => {
          // Another resource may have declared it in the meantime.
          if (!isElsewhere(object)) {
            await remove();
            if (object.kind.attached) await forgetDebt(work.run, object);
          }
          work.removed(object);
        },
      );
      if (work.hasFailed) break;
    }
    if (work.hasFailed) break;
  }

  const existing = new Set(work.existing.map(keyOf));
  for (const object of objects) if (hostsOf(object).some((host) => !existing.has(host))) work.removed(object);
}

/** Runs the guards of all objects at once, so that they share the lists of counts. */
async function plan(
  work: Work,
  objects: readonly TopologyObject[],
  goes: NonNullable<RemovalOptions["goes"]>,
): Promise<Planned[]> {
  const [first] = objects;
  if (!first) return [];
  const { broker } = work;
  const { kind, section } = first;
  const args = objects.map((object) => object.args);
  const find = await work.attempt(section.name, () => finder(kind, broker, args));
  if (!find) return [];
  const planned: Planned[] = [];
  await work.all(objects, async (object) => {
    const found = await find(object.args)("proved");
    if (!found) return work.removed(object);
    const onBroker = { ...object.args, ...pick(found, kind.outputs) };
    refuseDrifted(work.run, object, found, "deleted");
    await refuseToTakeAccess(work.run, object);
    const force = isForced(broker, onBroker);
    planned.push({ object, remove: await kind.removal(broker, onBroker, { force, exists: true, goes }) });
  });
  return planned;
}

/** Whether another resource of the program may declare the object. Then it stays on the broker and in the topology's state. */
function isKept({ run, title }: Work, object: TopologyObject): boolean {
  const other = run.possibleDeclarer(object);
  if (other === undefined) return false;
  run.report(
    `${title}: ${nameOf(object)} is not deleted, since ${other} may declare it: give its name as text to make that known`,
    "warn",
  );
  return true;
}

/** The guards of all other sections run after the broker's own traffic has stopped: a shovel is a consumer of its source. */
const stages = [true, false].map((isTraffic) =>
  removalOrder.filter(({ holds }) => (holds === "traffic") === isTraffic),
);

const ranks = new Map(removalOrder.map(({ kind }, rank) => [kind, rank]));

/** Whether objects of one kind are deleted before those of another: only then the broker deletes these along with them. */
function isEarlier(one: Kind, other: Kind): boolean {
  return Number(ranks.get(one)) < Number(ranks.get(other));
}

function ofSection(section: Section, objects: readonly TopologyObject[]): TopologyObject[] {
  return objects.filter((object) => object.section === section);
}
