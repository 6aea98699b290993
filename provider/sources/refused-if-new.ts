import type { BrokerObject, Fields } from "../../model/object";
import { keyOf } from "../id";
import type { Kind } from "../kind";
import { withKind } from "../kinds";
import { unsupported, versionedIn } from "../support";
import { leftOf, vhostOf } from "./left";
import type { FoundObject, Left } from "./source";

/** What a program owns as it is, and what a broker that lacks it would refuse, or make otherwise. */
export function refusedOnNewBroker(owned: readonly FoundObject[], version: string | undefined): Left[] {
  const counts = queueCounts(owned);
  const keys = new Set(owned.map((object) => keyOf(withKind(object))));
  return owned.flatMap((found) => {
    const object = withKind(found);
    const reasons = [
      ...tooManyQueues(object, counts),
      ...absentHosts(object, keys),
      ...ofVersion(object, version),
      ...shownOtherwise(object.args["arguments"]),
    ];
    return reasons.map((reason) => leftOf(object.kind, object.args, reason));
  });
}

function queueCounts(objects: readonly FoundObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, args } of objects) {
    const vhost = String(args["vhost"]);
    if (kind === "Queue") counts.set(vhost, (counts.get(vhost) ?? 0) + 1);
  }
  return counts;
}

/** A limit that is set below what exists: a new broker has it before the queues. */
function tooManyQueues({ kind, args }: BrokerObject<Kind>, counts: ReadonlyMap<string, number>): string[] {
  const max = args["maxQueues"];
  if (typeof max !== "number" || max < 0) return [];
  const count = counts.get(String(vhostOf(kind.name, args))) ?? 0;
  return count > max ? [`maxQueues ${max} is below the number of its queues, ${count}`] : [];
}

/** What it goes with, and the program does not declare, such as a user who has permissions in other vhosts too. */
function absentHosts({ kind, args }: BrokerObject<Kind>, keys: ReadonlySet<string>): string[] {
  const hosts = (kind.goesWith?.(args) ?? []).filter((host) => host.kind !== "VHost" && !isPredefined(host));
  const absent = hosts.map(withKind).filter((host) => !keys.has(keyOf(host)));
  return absent.map((host) => `${host.kind.title(host.args)} is not in this program`);
}

function isPredefined({ kind, args }: BrokerObject): boolean {
  const name = String(args["name"]);
  return kind === "Exchange" && (name === "" || name.startsWith("amq."));
}

function ofVersion(object: BrokerObject<Kind>, version: string | undefined): string[] {
  if (version === undefined) return [];
  return unsupported(versionedIn(object), { version, from: "the broker runs", denies: () => false }).map(
    ({ reason }) => reason,
  );
}

/** The management API shows some values as texts, and a program can only declare the text. */
function shownOtherwise(table: unknown): string[] {
  const texts = Object.entries((table ?? {}) as Fields).filter(([, value]) => isForeignValue(value));
  return texts.map(
    ([key]) =>
      `its argument "${key}" has a value that the management API shows as another text: a new one would have that text`,
  );
}

function isForeignValue(value: unknown): boolean {
  return value === "undefined" || (typeof value === "string" && value.startsWith("Not UTF-8, base64 is: "));
}
