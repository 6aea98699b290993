/** From this number of like objects on, a loop declares them. */
export const family = 3;

export interface Family<T> {
  readonly items: readonly T[];
  /** Whether they are equal only with their names left out of their texts. */
  readonly isDerived: boolean;
}

/**
 * Like items, in the order of the first of each family: those with equal keys, and of the others those whose keys are equal
 * with their names left out of the texts. What is like no other is alone.
 */
export function familiesOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  derivedKeyOf: (item: T) => string,
): Family<T>[] {
  const groups = groupsOf(items, keyOf);
  const equal = groups.filter((group) => group.length >= family).map((items) => ({ items, isDerived: false }));
  const others = groupsOf(groups.filter((group) => group.length < family).flat(), derivedKeyOf).flatMap((group) => {
    if (group.length >= family) return [{ items: group, isDerived: true }];
    return group.map((item) => ({ items: [item], isDerived: false }));
  });
  const place = new Map(items.map((item, index) => [item, index]));
  const placeOf = ({ items: [first] }: Family<T>) => place.get(first as T) ?? 0;
  return [...equal, ...others].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The items with equal keys, in the order of the first of each. */
export function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
