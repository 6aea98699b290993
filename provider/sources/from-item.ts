import type { Fields } from "../../model/object";
import { withoutUndefined } from "../fields";
import { type KindName, kindNamed } from "../kinds";
import type { FoundObject } from "./source";

/** The object of an item as the management API lists it. Settings of a policy become properties where there is one. */
export function fromItem(name: KindName, item: Fields): FoundObject {
  const kind = kindNamed(name);
  const args = kind.fromApi(item);
  return { kind: name, args: withoutUndefined(kind.inFormOf?.({}, args) ?? args) };
}

/** A queue whose type is an argument. Without one it got that of its vhost or node, and would get it again. */
export function queueFromItem(item: Fields): FoundObject {
  return fromItem("Queue", { ...item, type: (item["arguments"] as Fields | undefined)?.["x-queue-type"] });
}

/** A runtime parameter of this component. */
export function parameterFromItem(name: KindName, { vhost, name: own }: Fields, value: Fields): FoundObject {
  return fromItem(name, { vhost, name: own, value });
}

/** Leaves out what Go's encoder omits if it is empty (`omitempty`): the broker never got such a key. */
export function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return !value;
}
