import type { Fields } from "../../model/object";
import { type Broker, worthAList } from "../broker";
import { identityOf } from "../id";
import { takeInventory } from "../inventory";
import type { Kind, Reading } from "../kind";

export type Finder = (object: Fields) => (reading: Reading) => Promise<Fields | undefined>;

/** How to find objects of one kind: in one list, where they are many. What the broker's own list lacks is absent. */
export async function finder(kind: Kind, broker: Broker, objects: readonly Fields[]): Promise<Finder> {
  const [first] = objects;
  if (!first || objects.length < worthAList) return (object) => (reading) => kind.find(broker, object, reading);
  const inventory = await takeInventory(kind, broker, first);
  return (object) => async () => inventory?.get(identityOf(kind, object));
}
