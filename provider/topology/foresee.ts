import { foresee } from "../foresee";
import { keyOf } from "../id";
import type { Inquiry } from "../inquiry";
import type { Options } from "../options";
import { listed } from "./listed";
import { nameOf, type TopologyObject } from "./objects";
import { type Section, sections } from "./section";

/** What a preview says of the new objects that exist with other properties: problems by their paths, and lines for each section. */
export async function foreseeAll(
  inquiry: Inquiry,
  objects: readonly TopologyObject[],
  known: () => readonly TopologyObject[],
  onExisting: Options["onExisting"],
): Promise<{ problems: string[]; lists: string[] }> {
  const otherwise = onExisting ?? inquiry.onExisting;
  const asked = objects.filter(({ options }) => (options.onExisting ?? otherwise) === "takeOver");
  if (asked.length === 0) return { problems: [], lists: [] };
  const before = new Set(known().map(keyOf));
  const news = asked.filter((object) => !before.has(keyOf(object)));
  const foreseen = await Promise.all(
    news.map(async (object) => ({ object, ...(await foresee(inquiry, object, "takeOver")) })),
  );
  const changing = foreseen.filter(({ change }) => change !== undefined);
  return {
    problems: foreseen.flatMap(({ object, problem }) => (problem ? [`${object.where} ${problem}`] : [])),
    lists: sections.flatMap((section) => {
      const lines = changing
        .filter(({ object }) => object.section === section)
        .map(({ object, change }) => `${nameOf(object)}: ${change}`);
      return lines.length > 0 ? [listed(headingOf(section, lines.length), lines)] : [];
    }),
  };
}

function headingOf({ name }: Section, count: number): string {
  return `${count} ${name} exist with other properties, up takes them over:`;
}
