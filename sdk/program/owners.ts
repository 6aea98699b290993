import type * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import { keyOf } from "../../provider/id";
import type { Kind } from "../../provider/kind";
import { type KindName, kinds } from "../../provider/kinds";
import type { Declaration } from "./declaration";
import { writtenIdentity } from "./identity";

interface Declarer {
  readonly owner: pulumi.Resource;
  /** The label of the resource. */
  readonly by: string;
}

interface Index {
  /** The number of declarations that it contains. */
  size: number;
  readonly declarers: Map<string, Declarer[]>;
}

const indexes = new WeakMap<readonly Declaration[], Index>();

/** The resources that declare an object, on any broker, if its identity is text. */
export function declarersOf(all: readonly Declaration[], object: BrokerObject<KindName>): readonly Declarer[] {
  const key = writtenKey(object);
  return (key !== undefined && indexOf(all).declarers.get(key)) || [];
}

/** Each declaration is added once, since a program may declare thousands. */
function indexOf(all: readonly Declaration[]): Index {
  const index = indexes.get(all) ?? { size: 0, declarers: new Map() };
  indexes.set(all, index);
  for (const { owner, objects } of all.slice(index.size)) {
    for (const object of objects().flatMap(withIncluded)) {
      const key = writtenKey(object);
      if (key === undefined) continue;
      const known = index.declarers.get(key);
      if (known) known.push({ owner, by: object.by });
      else index.declarers.set(key, [{ owner, by: object.by }]);
    }
  }
  index.size = all.length;
  return index;
}

/** The object, and those that its arguments declare as well, such as the limits of a vhost. */
export function withIncluded<Own extends BrokerObject<KindName>>(object: Own): Own[] {
  const kind: Kind = kinds[object.kind];
  const included = kind.includes?.(object.args) ?? [];
  return [object, ...included.map(({ kind, args }) => ({ ...object, kind: kind as KindName, args }))];
}

function writtenKey(object: BrokerObject<KindName>): string | undefined {
  const args = writtenIdentity(object);
  return args && keyOf({ kind: kinds[object.kind], args });
}
