import type { BrokerObject } from "../../model/object";
import { describe, knownDifferences } from "../compare";
import { keyOf } from "../id";
import { withKind } from "../kinds";

/** The titles of the wanted objects that are not among these. */
export function absentFrom(objects: readonly BrokerObject[], wanted: readonly BrokerObject[]): string[] {
  const known = new Set(objects.map((object) => keyOf(withKind(object))));
  const absent = wanted.map(withKind).filter((object) => !known.has(keyOf(object)));
  return absent.map(({ kind, args }) => kind.title(args));
}

/** Which objects a broker lacks, and which it has otherwise: each as a line. */
export function missingOn(broker: readonly BrokerObject[], wanted: readonly BrokerObject[]): string[] {
  const known = new Map(broker.map((object) => [keyOf(withKind(object)), object]));
  return wanted.flatMap((object) => {
    const own = withKind(object);
    const found = known.get(keyOf(own));
    const title = own.kind.title(own.args);
    if (!found) return [`${title}: missing`];
    const different = knownDifferences(own, found.args);
    return different.length === 0 ? [] : [`${title}: ${describe(own.kind, different)}`];
  });
}
