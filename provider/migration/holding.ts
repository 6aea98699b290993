import type { Fields } from "../../model/object";
import type { Address } from "../address";
import type { Broker } from "../broker";
import { shortHash } from "../hash";
import { RefusedError } from "../management/errors";
import { type Path, path } from "../management/path";
import { byName, type Place } from "../management/shared-list";
import { list, one } from "../management/target";
import { removeShield, shield } from "./shield";

/** The end of the names of all that a migration makes. It keeps prefixes: patterns of policies often begin with `^`. */
const suffix = ".pulumi-migration";
const longestName = 255;
/** The holding queue's argument with the former queue's arguments. Whoever finds the queue can go on, or go back. */
const formerArgument = "x-pulumi-migration";

/** Where the messages of a queue wait while it is replaced. */
export interface Holding extends Address {
  /** The arguments of the queue before the migration. */
  readonly former: Fields;
  readonly type: "classic" | "quorum";
  /** Whether a policy of the migration keeps other policies away from it. */
  readonly isShielded: boolean;
}

/** The name of the holding queue for a queue, and of the exchange from which its messages return. */
export function holdingName(name: string): string {
  if (Buffer.byteLength(name + suffix) <= longestName) return name + suffix;
  const end = `.${shortHash(name)}${suffix}`;
  let start = name;
  while (Buffer.byteLength(start + end) > longestName) start = Array.from(start).slice(0, -1).join("");
  return start + end;
}

/** The holding queue of an unfinished migration of a queue, if there is one. */
export async function findHolding(broker: Broker, queue: Address): Promise<Holding | undefined> {
  const address = { vhost: queue.vhost, name: holdingName(queue.name) };
  const found = await broker.look(placeOf(address));
  const holding = found && asHolding(found);
  if (found && !holding)
    throw new RefusedError(`not migrated: a queue "${address.name}" exists, and it is not one of a migration`);
  return holding;
}

/** Refuses the deletion of a queue whose messages are still in its holding queue. */
export async function refuseUnfinished(broker: Broker, queue: Address): Promise<void> {
  const holding = await findHolding(broker, queue);
  if (!holding) return;
  throw new RefusedError(
    `not deleted: a migration that was interrupted left messages of it in the queue "${holding.name}". Nothing was lost: finish it with \`rabbitmq-topology migrate\`, or take them from there`,
  );
}

/** Declares the holding queue, unless an earlier run has done so. */
export async function makeHolding(broker: Broker, queue: Address, former: Fields, wanted: Fields): Promise<Holding> {
  const known = await findHolding(broker, queue);
  if (known) return known;
  const address = { vhost: queue.vhost, name: holdingName(queue.name) };
  const type = former["type"] === "quorum" ? "quorum" : "classic";
  const hasDefaultLimit = type === "quorum" && (await broker.isAtLeast(4));
  await broker.put(pathOf(address), {
    durable: true,
    auto_delete: false,
    arguments: {
      "x-queue-type": type,
      [formerArgument]: JSON.stringify(former),
      // A message that expires there goes where the queue would send it.
      ...given("x-dead-letter-exchange", wanted["deadLetterExchange"]),
      ...given("x-dead-letter-routing-key", wanted["deadLetterRoutingKey"]),
      ...(hasDefaultLimit && { "x-delivery-limit": -1 }),
    },
  });
  try {
    return { ...address, former, type, isShielded: await shield(broker, address, placeOf(address).own) };
  } catch (error) {
    await removeHolding(broker, { ...address, former, type, isShielded: true });
    throw error;
  }
}

/** Deletes the empty holding queue and what belongs to it. */
export async function removeHolding(broker: Broker, holding: Holding): Promise<void> {
  const target = pathOf(holding);
  // A quorum queue ignores the condition; nobody but this migration publishes to it.
  await broker.delete(holding.type === "classic" ? (`${target}?if-empty=true` as Path) : target, placeOf(holding));
  if (holding.isShielded) await removeShield(broker, holding);
}

/** A queue of the broker's list as the holding queue of a migration; `undefined` if it is another queue. */
export function asHolding(item: Fields): Holding | undefined {
  const args = item["arguments"] as Fields;
  const former = args[formerArgument];
  if (typeof former !== "string") return undefined;
  return {
    vhost: String(item["vhost"]),
    name: String(item["name"]),
    former: JSON.parse(former),
    type: args["x-queue-type"] === "quorum" ? "quorum" : "classic",
    isShielded: item["policy"] === item["name"],
  };
}

function placeOf(address: Address): Place {
  const { vhost, name } = address;
  const listing = byName(list(path`queues/${vhost}?disable_stats=true`, { vhost }, ["name"]));
  return {
    own: one(`${pathOf(address)}?disable_stats=true` as Path, { vhost, name }, ["arguments"]),
    listing,
    key: name,
  };
}

function pathOf({ vhost, name }: Address): Path {
  return path`queues/${vhost}/${name}`;
}

function given(argument: string, value: unknown): Fields {
  return value === undefined ? {} : { [argument]: value };
}
