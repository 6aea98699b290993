import type * as pulumi from "@pulumi/pulumi";
import type { BrokerObject, Fields } from "../../model/object";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import { brokerOf } from "./broker";
import { ownersOf } from "./declared";
import { afterFirstTurn } from "./first-turn";
import { nameOf } from "./reference";

/**
 * The option `dependsOn` for an object that gives other objects by name: its vhost and what it goes with, such as a
 * binding its exchange. It names the resources of the program that declare these, so that the object is declared after
 * them and deleted before them, as with references.
 */
export function dependsOnNamed(
  owner: () => pulumi.Resource,
  objects: readonly BrokerObject<KindName>[],
): pulumi.CustomResourceOptions {
  if (objects.length === 0) return {};
  const owners = async (): Promise<pulumi.Input<pulumi.Resource>[]> => {
    const own = await afterFirstTurn(owner);
    return own ? ownersOf(objects, brokerOf(own)).filter((host) => host !== own) : [];
  };
  return { dependsOn: owners() };
}

/** The objects that an object needs and gives as text, not as references. */
export function namedIn({ kind: name, args }: BrokerObject<KindName>): BrokerObject<KindName>[] {
  const kind: Kind = kinds[name];
  const texts = Object.entries(args).filter(([, value]) => typeof value === "string");
  const written: Fields = { ...Object.fromEntries(texts), vhost: nameOf(args["vhost"]) };
  const hosts = (kind.goesWith?.(written) ?? []).filter(({ args }) => Object.values(args).every(isText));
  const needed = (kind.needs?.({ ...args, vhost: written["vhost"] }) ?? []).filter(({ args }) =>
    Object.values(args).every(isText),
  );
  return [...vhostNamedBy(args), ...hosts, ...needed] as BrokerObject<KindName>[];
}

/** The vhost that the arguments give as text. */
export function vhostNamedBy({ vhost }: Fields): BrokerObject<KindName>[] {
  return isText(vhost) ? [{ kind: "VHost", args: { name: vhost } }] : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
