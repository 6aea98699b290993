import { pick } from "../fields";
import { keyOf } from "../id";
import type { Removal } from "../kind";
import { withKind } from "../kinds";
import { isForced } from "../replace";
import { finder } from "./find";
import type { TopologyObject } from "./objects";
import { removalOrder, type Section } from "./section";
import type { Work } from "./work";

interface Planned {
  readonly object: TopologyObject;
  readonly remove: Removal;
}

/**
 * Takes objects away, after every one of them was asked for: where one is refused, all of them stay. What the program
 * declares elsewhere is no more this topology's, and stays.
 */
export async function removeAll(work: Work, removed: readonly TopologyObject[]): Promise<void> {
  const isElsewhere = (object: TopologyObject) => work.run.declares(object);
  for (const object of removed) if (isElsewhere(object)) work.removed(object);
  const objects = removed.filter((object) => !isElsewhere(object));
  const going = new Set(objects.map(keyOf));
  const hostsOf = ({ kind, args }: TopologyObject) =>
    (kind.goesWith?.(args) ?? []).map((host) => keyOf(withKind(host))).filter((host) => going.has(host));
  const alone = objects.filter((object) => hostsOf(object).length === 0);

  const asked = removalOrder.map((section) => ask(work, ofSection(section, alone)));
  const planned = (await Promise.all(asked)).flat();
  if (work.hasFailed) return;
  for (const section of removalOrder) {
    await work.each(
      planned.filter(({ object }) => object.section === section),
      ({ object }) => object,
      async ({ object, remove }) => {
        // Another resource may have declared it in the meantime.
        if (!isElsewhere(object)) await remove();
        work.removed(object);
      },
    );
    if (work.hasFailed) break;
  }

  const standing = new Set(work.standing.map(keyOf));
  for (const object of objects) if (hostsOf(object).some((host) => !standing.has(host))) work.removed(object);
}

/** All at once, so that the guards share their lists of counts. */
async function ask(work: Work, objects: readonly TopologyObject[]): Promise<Planned[]> {
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
    const there = { ...object.args, ...pick(found, kind.outputs) };
    planned.push({ object, remove: await kind.removal(broker, there, { force: isForced(broker, there) }) });
  });
  return planned;
}

function ofSection(section: Section, objects: readonly TopologyObject[]): TopologyObject[] {
  return objects.filter((object) => object.section === section);
}
