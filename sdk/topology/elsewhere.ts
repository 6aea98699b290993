import type * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import { canonical } from "../../provider/id";
import { kinds } from "../../provider/kinds";
import { sections } from "../../provider/topology/section";
import type { Declared } from "../program/declaration";
import { declaredOutside } from "../program/declared";
import { afterFirstTurn } from "../program/first-turn";
import { writtenIdentity } from "../program/identity";
import { nameOf } from "../program/reference";

/** The kinds that a topology can contain. */
const parts = new Set(sections.map(({ kind }) => kind.name));

/**
 * The objects that the program declares in a vhost outside one topology. The topology does not delete them, so that an
 * object can move out of it. The list is made after the program's first turn: it lacks objects that are declared later, and
 * objects whose name is an output. It is one text, since it may be long.
 */
export async function elsewhere(topology: () => pulumi.Resource, vhost: string | undefined): Promise<string> {
  const own = await afterFirstTurn(topology);
  const near = (own ? declaredOutside(own) : []).filter((declared) => isNear(declared, vhost));
  return canonical(near.flatMap(identified));
}

/** Whether a topology can contain the kind, and the object is in the vhost or its kind is in no vhost. */
function isNear({ kind, args }: Declared, vhost: string | undefined): boolean {
  if (!parts.has(kind)) return false;
  return vhost === undefined || !("vhost" in kinds[kind].schema) || nameOf(args["vhost"]) === vhost;
}

function identified({ kind, args, by }: Declared): (BrokerObject & Pick<Declared, "by">)[] {
  const identity = writtenIdentity({ kind, args });
  return identity ? [{ kind, args: identity, by }] : [];
}
