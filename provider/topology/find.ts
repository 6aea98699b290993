import type { Fields } from "../../model/object";
import { type Broker, listThreshold } from "../broker";
import { identityOf } from "../id";
import { listingOf } from "../inventory";
import type { Kind, Reading } from "../kind";
import { noVHost } from "../management/shared-list";

export type Finder = (object: Fields) => (reading: Reading) => Promise<Fields | undefined>;

/**
 * Returns a reader for objects of one kind: from one list if they are many. That the list lacks an object is enough for a
 * peek. Otherwise the object is read by itself, unless the whole vhost is absent.
 */
export async function finder(kind: Kind, broker: Broker, objects: readonly Fields[]): Promise<Finder> {
  const [first] = objects;
  const isEachRead = objects.length < listThreshold || kind.isListedInPart;
  if (!first || isEachRead) return (object) => (reading) => kind.find(broker, object, reading);
  const items = await broker.listed(listingOf(kind, first));
  return (object) => async (reading) => {
    const item = items.get(identityOf(kind, object));
    if (item) return kind.fromApi(item);
    return reading === "peek" || items === noVHost ? undefined : kind.find(broker, object, reading);
  };
}
