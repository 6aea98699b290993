import type { Fields } from "../../model/object";
import type { Broker } from "../broker";
import { enumerate } from "../enumerate";
import type { Removal } from "../kind";
import { RefusedError } from "../management/errors";
import { isAddressable, path } from "../management/path";
import { inVHost, type Place } from "../management/shared-list";
import { list, one } from "../management/target";

export const protection =
  "it is protected from deletion, also with forceDestroy. Set deletionProtection: false and run `pulumi up`; then it can be deleted";

/** Refuses the deletion of a protected vhost, and, unless forced, of one that contains anything except the broker's own objects. */
export async function removalOfVHost(
  broker: Broker,
  { name }: { name: string },
  { force }: { force: boolean },
): Promise<Removal> {
  const found = await broker.get(placeOfVHost(name));
  if (found?.["protected_from_deletion"] === true) {
    throw new RefusedError(`not deleted: ${protection}. Nothing was lost`);
  }
  const held = force || !found ? [] : await holdings(broker, name);
  if (held.length > 0) {
    throw new RefusedError(
      `not deleted: it still holds ${enumerate(held)}. Nothing was lost. Delete them first, or set forceDestroy: true and run \`pulumi up\` to delete the vhost with everything in it`,
    );
  }
  return () => broker.delete(path`vhosts/${name}`, placeOfVHost(name));
}

/** @internal */
export function placeOfVHost(name: string): Place {
  return inVHost(name, one(path`vhosts/${name}`, { name }, ["tracing"]));
}

async function holdings(broker: Broker, vhost: string): Promise<string[]> {
  const own = { vhost };
  const lists = {
    queue: list(path`queues/${vhost}?disable_stats=true`, own, ["name"]),
    exchange: list(path`exchanges/${vhost}?disable_stats=true`, own, ["name"], { isNeverEmpty: true }),
    policy: list(path`policies/${vhost}`, own, ["name"]),
    "operator policy": list(path`operator-policies/${vhost}`, own, ["name"]),
    parameter: list(path`parameters`, {}, ["name", "component"]),
  };
  const found = await Promise.all(
    Object.entries(lists).map(async ([noun, target]) => titles(noun, vhost, await broker.getExisting(target))),
  );
  return found.flat();
}

/** The list of parameters also contains limits, which belong to the vhost, and policies, which have their own lists. */
const otherComponents = ["vhost-limits", "policy", "operator_policy"];

/** Leaves out the broker's own exchanges, which the broker creates and deletes with the vhost. */
function titles(noun: string, vhost: string, items: readonly Fields[]): string[] {
  return items
    .filter((item) => item["vhost"] === vhost && !otherComponents.includes(String(item["component"])))
    .map((item) => String(item["name"]))
    .filter((name) => !(noun === "exchange" && (name === "" || name.startsWith("amq."))))
    .map((name) => `${noun} ${JSON.stringify(name)}${isAddressable(name) ? "" : unaddressable}`);
}

const unaddressable = " (which the management API cannot address: delete it over AMQP or with rabbitmqctl)";
