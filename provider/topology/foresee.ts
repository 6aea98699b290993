import { foresee } from "../foresee";
import { keyOf } from "../id";
import type { Inquiry } from "../inquiry";
import type { Options } from "../options";
import { nameOf, type TopologyObject } from "./objects";
import { sections } from "./section";

const maxLines = 50;

/** What a preview says of the new objects that exist with other properties: problems by their paths, and lines for each section. */
export async function foreseeAll(
  inquiry: Inquiry,
  objects: readonly TopologyObject[],
  known: () => readonly TopologyObject[],
  onExisting: Options["onExisting"],
): Promise<{ problems: string[]; lists: string[] }> {
  const wantedOf = ({ options }: TopologyObject) => options.onExisting ?? onExisting ?? inquiry.onExisting;
  const asked = objects.filter((object) => wantedOf(object) === "takeOver");
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
      return lines.length > 0 ? [listed(section.name, lines)] : [];
    }),
  };
}

function listed(section: string, lines: readonly string[]): string {
  const rest = lines.length - maxLines;
  const shown = [...lines.slice(0, maxLines), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [`${lines.length} ${section} exist with other properties, up takes them over:`, ...shown].join("\n  ");
}
