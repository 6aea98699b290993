/** The first of these names, and how many more there are, for a line that stays short. */
export function enumerate(names: readonly string[], max = 10): string {
  const rest = names.length - max;
  return [...names.slice(0, max), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** What failed, and why; nothing in `what` if the reason says it. */
export interface Failed {
  readonly what?: string | undefined;
  readonly reason: string;
}

/** Each reason with what failed for it, so that a reason of a hundred objects is read once. */
export function byReason(failures: readonly Failed[]): { names: string[]; reason: string }[] {
  const reasons = [...new Set(failures.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = failures.flatMap((each) => (each.reason === reason ? (each.what ?? []) : []));
    return { names: names.toSorted(), reason };
  });
}
