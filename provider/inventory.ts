import type { Fields } from "../model/object";
import type { Broker } from "./broker";
import { identityOf } from "./id";
import type { Kind } from "./kind";
import type { Listing } from "./shared-list";

/** The parts of a kind that are needed to find its objects in the broker's lists. */
type Listed = Pick<Kind, "identity" | "list" | "fromApi">;

/** The list that contains an object, with the object's identity as the key. */
export function listingOf(kind: Listed, object: Fields): Listing {
  return { target: kind.list(object), keyOf: (item) => identityOf(kind, kind.fromApi(item)) };
}

/** All objects in the list that contains an object, by identity; `undefined` if the vhost does not exist. */
export async function takeInventory(
  kind: Listed,
  broker: Broker,
  object: Fields,
): Promise<ReadonlyMap<string, Fields> | undefined> {
  const items = await broker.get(kind.list(object));
  const found = items?.map((item) => kind.fromApi(item));
  return found && new Map(found.map((object) => [identityOf(kind, object), object]));
}
