import type { Fields } from "../../model/object";
import { enumerate } from "../enumerate";
import { keyOf } from "../id";
import type { Properties } from "../options";
import type { Run } from "../run";
import { stepTo } from "../step";
import { nameOf, objectsIn, type TopologyObject } from "./objects";
import type { Section } from "./section";

const remedy = "set its protect to false and run `pulumi up` first";

/**
 * What new data would do to objects that the state protects: a line for each that would be deleted. Moved objects and those
 * that are retained are not deleted.
 */
export function protectionProblems(
  run: Run,
  older: Properties,
  news: readonly TopologyObject[],
  { unknown, isRetained }: { unknown: readonly Section[]; isRetained: boolean },
): string[] {
  if (!mayProtect(older)) return [];
  const guarded = objectsIn(older.args).filter(({ options }) => options.protect ?? older.options.isProtected);
  if (guarded.length === 0) return [];
  const kept = new Map(news.map((object) => [keyOf(object), object]));
  const isElsewhere = (object: TopologyObject) => run.declares(object) || run.possibleDeclarer(object) !== undefined;
  return guarded.flatMap((object) => {
    const now = kept.get(keyOf(object));
    const replaced = now ? stepTo(now, object.args).replaced : [];
    if (replaced.length > 0)
      return `${nameOf(object)} is protected, so it is not replaced for ${replaced.join(", ")}: ${remedy}`;
    if (now || isRetained || unknown.includes(object.section) || isElsewhere(object)) return [];
    return `${nameOf(object)} is protected, so it must not leave the topology: ${remedy}`;
  });
}

/** Why a deletion of these objects is refused, if any of them is protected by itself. Pulumi guards a protected topology. */
export function protectedIn(objects: readonly TopologyObject[]): string | undefined {
  const guarded = objects.filter(({ options }) => options.protect === true);
  if (guarded.length === 0) return undefined;
  const names = enumerate(guarded.map(nameOf));
  return `nothing was deleted, since protected: ${names}: ${guarded.length > 1 ? remedy.replace("its", "their") : remedy}`;
}

/** Only then the objects are looked at: an update of thousands of queues must not parse them again. */
function mayProtect({ args, options }: Properties): boolean {
  return options.isProtected === true || JSON.stringify(args satisfies Fields).includes("protect");
}
