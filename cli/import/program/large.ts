/** A vhost with so many objects is large in any case. */
const always = 250;
/** Of a smaller one, a `Topology` would save nothing. */
const never = 5;
/** Pulumi needs 14 ms for each single resource in an import, which is an `up` and a preview. */
const mostSingleResources = 500;

/**
 * The number of objects from which on a vhost's objects are one `Topology`: such that the vhosts with fewer objects have
 * few enough of them together.
 */
export function largeFrom(sizes: readonly number[]): number {
  let resources = 0;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    resources += size;
    if (resources > mostSingleResources) return Math.max(never, Math.min(size, always));
  }
  return always;
}
