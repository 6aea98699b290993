import type { Fields } from "../model/object";
import type { Broker } from "./broker";
import { identityOf } from "./id";
import type { Kind, Reading } from "./kind";
import type { Listing, Place } from "./management/shared-list";
import type { Item, Target } from "./management/target";

/** The parts of a kind that are needed to find its objects in the broker's lists. */
type Listed = Pick<Kind, "identity" | "list" | "fromApi">;

/** The list that contains an object, with the object's identity as the key. */
export function listingOf(kind: Listed, object: Fields): Listing {
  // Kinds that share a list have keys of their own: a shovel is also a parameter.
  const by = `identity ${kind.identity.join("/")}` as const;
  return { target: kind.list(object), by, keyOf: (item) => identityOf(kind, kind.fromApi(item)) };
}

/** The target that reads the object, and the list that contains it. */
export function placeOf(kind: Listed, object: Fields, own: Target): Place {
  return { own, listing: listingOf(kind, object), key: identityOf(kind, object) };
}

/** Reads the object as certainly and as freshly as asked for. `overwrites` is that of its kind. */
export function readAt(broker: Broker, place: Place, reading: Reading, overwrites: boolean): Promise<Item | undefined> {
  const ways: Record<Reading, () => Promise<Item | undefined>> = {
    shared: () => broker.shared(place),
    proved: () => broker.get(place),
    peek: () => (overwrites ? broker.look(place) : broker.peek(place.own)),
  };
  return ways[reading]();
}
