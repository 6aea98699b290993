import type { Fields } from "../model/object";
import { identityOf } from "./id";
import type { Kind } from "./kind";
import type { Listing, Place } from "./management/shared-list";
import type { Target } from "./management/target";

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
