import { isDeepStrictEqual } from "node:util";
import type { BrokerObject, Fields } from "../../model/object";
import { describe, differences } from "../compare";
import { omit } from "../fields";
import { keyOf } from "../id";
import type { Kind } from "../kind";
import { kindNamed, kinds, withKind } from "../kinds";
import { asHolding } from "../migration/holding";
import { hasUnknown } from "../unknown";
import { type Failure, validate } from "../validate";
import { leftOf, vhostOf } from "./left";
import { refusedOnNewBroker } from "./refused-if-new";
import type { Found, FoundObject, Left } from "./source";

/** What a program can own of a topology. */
export interface Admitted {
  /** Objects with all arguments of their kinds, each once. */
  readonly objects: readonly FoundObject[];
  readonly left: readonly Left[];
  /** Owned as they are, but refused on a broker that lacks them: they have what a new object must not have. */
  readonly refusedIfNew: readonly Left[];
}

/** Whose topology is taken. */
export interface Admission {
  /** Only these vhosts, and the users that have permissions in no other one. Without it, everything. */
  readonly vhosts?: readonly string[] | undefined;
  /** The user that this command logs in as: a program that owned it could lock itself out. */
  readonly login?: string | undefined;
  /** The version of the broker, if there is one. */
  readonly version?: string | undefined;
}

/** Why an object is not owned. */
type Verdict = { readonly reason: string } | { readonly isTheBrokersOwn: true } | undefined;

/**
 * Decides which objects a program can own: those that are no other's, and that the kind's check accepts. The others are
 * listed with the reason, except what the broker makes itself in each vhost.
 */
export function admit({ objects, left }: Found, { vhosts, login, version }: Admission = {}): Admitted {
  const wanted = inOrder(vhosts === undefined ? objects : chosen(objects, vhosts));
  const out: Left[] = [...left];
  const refusedIfNew: Left[] = [];
  const gone = new Set<string>();
  const admitted = new Map<string, FoundObject>();
  for (const object of wanted) {
    const kind = kindNamed(object.kind);
    const verdict = ownerOf(object, login) ?? partOf({ kind, args: object.args }, gone);
    const { failures, doubts, inputs } = validate(kind, argumentsOf(kind, object.args));
    const key = keyOf({ kind, args: failures.length > 0 ? object.args : inputs });
    const same = admitted.get(key);
    const final = verdict ?? refusal(failures) ?? (same && twice({ kind, args: inputs }, same.args));
    const doubt = refusal(doubts);
    if (!final) admitted.set(key, { ...object, args: inputs });
    if (!final && doubt) refusedIfNew.push(leftOf(kind, inputs, doubt.reason));
    if (!final || !("reason" in final)) continue;
    out.push(leftOf(kind, object.args, final.reason));
    if (!same) gone.add(key);
  }
  const owned = [...admitted.values()];
  return { objects: owned, left: out, refusedIfNew: [...refusedIfNew, ...refusedOnNewBroker(owned, version)] };
}

/** Without what only the broker knows, and without a secret that the source does not show, if the kind can do without it. */
function argumentsOf(kind: Kind, found: Fields): Fields {
  const args = omit(found, [...(kind.outputs ?? []), ...(kind.formerOutputs ?? [])]);
  const unseen = kind.secrets.filter((field) => hasUnknown(args[field]));
  const known = omit(args, unseen);
  return unseen.length > 0 && validate(kind, known).failures.length === 0 ? known : args;
}

/** An object that the source has twice: the first one is owned. */
function twice(object: BrokerObject<Kind>, first: Fields): { readonly reason: string } {
  const different = isDeepStrictEqual(object.args, first) ? [] : differences(object, first);
  if (different.length === 0) return { reason: "equal to another one in JSON, which is owned" };
  return { reason: `there twice, and the first one is owned: ${describe(object.kind, different, ["here", "there"])}` };
}

function refusal(failures: readonly Failure[]): { readonly reason: string } | undefined {
  const problems = failures.map(({ property, reason }) => (property ? `${property} ${reason}` : reason));
  return problems.length > 0 ? { reason: problems.join("; ") } : undefined;
}

const order = Object.keys(kinds);

/** In the order of declaration: what goes with an object comes after it. */
function inOrder(objects: readonly FoundObject[]): readonly FoundObject[] {
  return [...objects].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The objects of some vhosts, and the users that only they have. */
function chosen(objects: readonly FoundObject[], vhosts: readonly string[]): readonly FoundObject[] {
  const rights = objects.filter(({ kind }) => kind === "Permissions" || kind === "TopicPermissions");
  const isWithin = ({ kind, args }: BrokerObject) => vhosts.includes(String(vhostOf(kind, args)));
  const users = new Set(rights.filter(isWithin).map(({ args }) => args["user"]));
  for (const each of rights) if (!isWithin(each)) users.delete(each.args["user"]);
  return objects.filter(({ kind, args }) => {
    return kind === "User" ? users.has(args["name"]) : isWithin({ kind, args });
  });
}

/** Who else owns the object, as far as it shows that itself. */
function ownerOf({ kind, args, notOwned }: FoundObject, login: string | undefined): Verdict {
  if (notOwned !== undefined) return { reason: notOwned };
  const name = String(args["name"]);
  if (name === "__proto__" && kind !== "VHost")
    return { reason: "no object of JavaScript can have this name as a key" };
  const table = (args["arguments"] ?? {}) as Fields;
  if (kind === "Exchange" && (name === "" || name.startsWith("amq."))) return { isTheBrokersOwn: true };
  if (kind === "Binding" && args["source"] === "") return { isTheBrokersOwn: true };
  if (kind === "User" && name === login) return { reason: "this command logs in as it, with its permissions" };
  if (login !== undefined && args["user"] === login) return { isTheBrokersOwn: true };
  if (kind === "Exchange" && args["type"] === "x-federation-upstream") return madeBy("federation");
  if (table["x-internal-purpose"] !== undefined) return madeBy(String(table["x-internal-purpose"]));
  if (kind !== "Queue") return undefined;
  if (name.startsWith("amq.")) return { reason: "the broker named it for an application, which declares it" };
  if (name.startsWith("mqtt-subscription-")) return madeBy("the plugin rabbitmq_mqtt for a client");
  if (asHolding({ ...args, arguments: table })) {
    return { reason: "holds messages of an interrupted migration: finish it with `rabbitmq-topology migrate`" };
  }
  return undefined;
}

function madeBy(maker: string): Verdict {
  return { reason: `made by ${maker}` };
}

/** What goes with an object that is not owned, such as its bindings or a user's permissions. */
function partOf({ kind, args }: BrokerObject<Kind>, gone: ReadonlySet<string>): Verdict {
  const hosts = (kind.goesWith?.(args) ?? []).map(withKind);
  const host = hosts.find((each) => gone.has(keyOf(each)));
  return host && { reason: `goes with ${host.kind.title(host.args)}, which is not owned` };
}
