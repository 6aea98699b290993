import type { Fields } from "../../model/object";
import { withoutUndefined } from "../fields";
import { type KindName, kindNamed } from "../kinds";
import { hasUnknown } from "../unknown";
import { validate } from "../validate";
import { tableIn } from "./attempt";
import type { FoundObject } from "./source";

/** What must be a table where it is given. */
const tables = ["arguments", "definition"];

/** The object of an item as the management API lists it. Settings of a policy become properties where there is one. */
export function fromItem(name: KindName, item: Fields): FoundObject {
  const kind = kindNamed(name);
  for (const table of tables) if (item[table] !== undefined) tableIn(item, table);
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

/** The components of parameters that have a kind of their own. */
const components: Readonly<Record<string, KindName>> = {
  shovel: "Shovel",
  "federation-upstream": "FederationUpstream",
  "federation-upstream-set": "FederationUpstreamSet",
};

/** A parameter as an object of its component's own kind, if that can express its value. */
export function inOwnKind(object: FoundObject): FoundObject {
  const component = String(object.args["component"]);
  const hasNoOther = object.kind !== "Parameter" || !Object.hasOwn(components, component);
  if (hasNoOther || hasUnknown(object.args["value"])) return object;
  const name = components[component] as KindName;
  try {
    const { args } = fromItem(name, object.args);
    return validate(kindNamed(name), args).failures.length === 0 ? { ...object, kind: name, args } : object;
  } catch (error) {
    if (error instanceof TypeError) return object;
    throw error;
  }
}

/** Leaves out what Go's encoder omits if it is empty (`omitempty`): the broker never got such a key. */
export function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return !value;
}
