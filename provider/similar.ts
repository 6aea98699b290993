import { distance } from "fastest-levenshtein";

/** The name that the user probably meant, if one is close enough: "autodelete" and "auto_delete" mean "autoDelete". */
export function similar(given: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: distance(plain(given), plain(name)) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(1, best.name.length / 3) ? best.name : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/^x-|[^a-z]/g, "");
}
