import type { Broker } from "../broker";
import { isDone, observe } from "../observe";
import { finder } from "./find";
import type { TopologyObject } from "./objects";
import { type Section, sections } from "./section";

/** Reads those of the objects that exist on the broker, from one list for each kind. */
export async function readAll(broker: Broker, objects: readonly TopologyObject[]): Promise<TopologyObject[]> {
  const parts = sections.map((section) =>
    readSection(
      broker,
      section,
      objects.filter((object) => object.section === section),
    ),
  );
  return (await Promise.all(parts)).flat();
}

async function readSection(broker: Broker, { kind }: Section, objects: readonly TopologyObject[]) {
  const find = await finder(
    kind,
    broker,
    objects.map(({ args }) => args),
  );
  const found = await Promise.all(objects.map(({ args }) => find(args)("proved")));
  const read = objects.map(async (object, index) => {
    const there = found[index];
    if (there) return [{ ...object, args: observe(object, there).inputs }];
    return (await isDone(broker, object)) ? [object] : [];
  });
  return (await Promise.all(read)).flat();
}
