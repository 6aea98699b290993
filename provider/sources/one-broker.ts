import { RefusedError } from "../management/errors";

/** Which of the brokers in a source are taken, by the source's names; without it, there must be only one. */
export type ChosenBrokers = readonly string[] | undefined;

/**
 * What belongs to the chosen brokers. Objects of two brokers must not become one program: those of the same name would be
 * taken for one.
 */
export function ofOneBroker<Item>(
  items: readonly Item[],
  brokerOf: (item: Item) => string,
  chosen: ChosenBrokers,
): readonly Item[] {
  const names = [...new Set(items.map(brokerOf))].sort();
  if (chosen === undefined) {
    if (names.length <= 1) return items;
    throw new RefusedError(`has objects of ${names.length} brokers: ${names.join(", ")}. Choose one with --broker`);
  }
  const absent = chosen.find((name) => !names.includes(name));
  if (absent !== undefined) {
    throw new RefusedError(`has no object of the broker "${absent}", and those of: ${names.join(", ") || "none"}`);
  }
  return items.filter((item) => chosen.includes(brokerOf(item)));
}
