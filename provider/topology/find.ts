import type { Fields } from "../../model/object";
import { type Broker, listThreshold } from "../broker";
import { identityOf } from "../id";
import { takeInventory } from "../inventory";
import type { Kind, Reading } from "../kind";

export type Finder = (object: Fields) => (reading: Reading) => Promise<Fields | undefined>;

/** Returns a reader for objects of one kind: from one list if they are many. The broker's own list proves absence. */
export async function finder(kind: Kind, broker: Broker, objects: readonly Fields[]): Promise<Finder> {
  const [first] = objects;
  if (!first || objects.length < listThreshold) return (object) => (reading) => kind.find(broker, object, reading);
  const inventory = await takeInventory(kind, broker, first);
  return (object) => async () => inventory?.get(identityOf(kind, object));
}
