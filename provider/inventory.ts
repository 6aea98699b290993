import type { Fields } from "../model/object";
import type { Broker } from "./broker";
import { identityOf } from "./id";
import type { Kind } from "./kind";
import type { Listing } from "./shared-list";

/** What a kind needs to be found in the broker's lists. */
type Listed = Pick<Kind, "identity" | "list" | "fromApi">;

/** The list that has an object, told apart by what makes it this object and no other. */
export function listingOf(kind: Listed, object: Fields): Listing {
  return { path: kind.list(object), keyOf: (item) => identityOf(kind, kind.fromApi(item)) };
}

/** Everything that is listed along with an object, by identity; `undefined` where the vhost is gone. */
export async function takeInventory(
  kind: Listed,
  broker: Broker,
  object: Fields,
): Promise<ReadonlyMap<string, Fields> | undefined> {
  const items = await broker.get<Fields[]>(kind.list(object));
  const found = items?.map((item) => kind.fromApi(item));
  return found && new Map(found.map((object) => [identityOf(kind, object), object]));
}
