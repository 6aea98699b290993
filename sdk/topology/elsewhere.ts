import type * as pulumi from "@pulumi/pulumi";
import { canonical } from "../../provider/id";
import { kinds } from "../../provider/kinds";
import type { Elsewhere } from "../../provider/topology/elsewhere";
import { sections } from "../../provider/topology/section";
import type { Declared } from "../program/declaration";
import { declaredOutside } from "../program/declared";
import { afterFirstTurn } from "../program/first-turn";
import { identityByNow, writtenIdentity } from "../program/identity";
import { nameOf } from "../program/reference";
import { mayTransformLater } from "../program/transformed";

/** The kinds that a topology can contain. */
const parts = new Set(sections.map(({ kind }) => kind.name));

/**
 * The objects that the program declares in a vhost outside one topology, each with the fields of its identity that are
 * known. The topology does not delete them, so that an object can move out of it. The list is made after the program's
 * first turn: it lacks objects that are declared later. It is one text, since it may be long.
 */
export async function elsewhere(topology: () => pulumi.Resource, vhost: string | undefined): Promise<string> {
  const own = await afterFirstTurn(topology);
  const near = (own ? declaredOutside(own) : []).filter((declared) => isNear(declared, vhost));
  return canonical(await Promise.all(near.map(identified)));
}

/** Whether a topology can contain the kind, and the object may be in the vhost or its kind is in no vhost. */
function isNear({ kind, args }: Declared, vhost: string | undefined): boolean {
  if (!parts.has(kind)) return false;
  const theirs = nameOf(args["vhost"]);
  return vhost === undefined || theirs === undefined || theirs === vhost || mayTransformLater();
}

async function identified({ by, ...object }: Declared): Promise<Elsewhere> {
  const { kind } = object;
  const written = mayTransformLater() ? undefined : writtenIdentity(object);
  if (written) return { kind, args: written, by };
  const args = mayTransformLater() ? {} : await identityByNow(object);
  const isPartial = kinds[kind].identity.some((field) => !(field in args));
  return { kind, args, by, ...(isPartial && { isPartial }) };
}
