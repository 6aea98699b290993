/** More than any super stream has, so that a mistyped number does not fill the memory. */
export const maxPartitions = 1_000;

/** The keys of partitions that are only counted: "0", "1" and so on, as RabbitMQ's own tools name them. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

/** The name of a partition's stream. */
export function partitionOf(superStream: string, key: string): string {
  return `${superStream}-${key}`;
}

/**
 * Why a super stream must not get other partitions, or `undefined` if it only grows at its end. `undefined` in `before`
 * is a partition that is missing: it may be declared again.
 */
export function growthProblem(
  name: string,
  before: readonly (string | undefined)[],
  after: readonly string[],
): string | undefined {
  const index = before.findIndex((key, order) => key !== undefined && key !== after[order]);
  const key = before[index];
  if (key === undefined) return undefined;
  const given = after[index] === undefined ? "the program has none there" : `the program has "${after[index]}" there`;
  return `a super stream only grows, at its end: its partition ${index} is "${partitionOf(name, key)}", but ${given}. Messages would be lost, and keys would go to other partitions: keep its ${before.length} partitions in their order, or declare another super stream`;
}
