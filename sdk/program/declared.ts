import * as pulumi from "@pulumi/pulumi";
import type { BrokerObject, Fields } from "../../model/object";
import { identityOf } from "../../provider/id";
import { type KindName, kinds } from "../../provider/kinds";
import { type Broker, brokerOf } from "./broker";
import { writtenIdentity } from "./identity";
import { type AnyReference, nameOf } from "./reference";

/** One object that the program declares, as a single resource or in a topology, with its arguments as written. */
export interface Declared extends BrokerObject<KindName> {
  /** The label of the resource that declares it. */
  readonly by: string;
  /** What the program passes to refer to it; `undefined` for an object without a name. */
  readonly reference: AnyReference | undefined;
}

interface Declaration {
  readonly owner: pulumi.Resource;
  readonly objects: () => readonly Declared[];
}

const declarations = new WeakMap<object, Declaration[]>();

/** All declarations of this run of the program so far. One process may run several programs, or one several times. */
function ofThisRun(): Declaration[] {
  // Each call of setMocks creates a monitor, and no stack.
  const program = pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? pulumi;
  const known = declarations.get(program) ?? [];
  declarations.set(program, known);
  return known;
}

/** Records the objects that a resource declares. */
export function declare(owner: pulumi.Resource, objects: () => readonly Declared[]): void {
  ofThisRun().push({ owner, objects });
}

/** An object with a name. */
export interface Named {
  readonly name: string;
  readonly reference: AnyReference;
}

/** The exchanges and queues that the program declares in a vhost of a broker, if their names and the vhost's are text, not outputs. */
export function declaredIn(vhost: string, broker: Broker): Named[] {
  return ofThisRun()
    .filter(({ owner }) => brokerOf(owner) === broker)
    .flatMap(({ objects }) => objects())
    .filter(({ args }) => nameOf(args["vhost"]) === vhost)
    .flatMap(({ reference }) => {
      const name = nameOf(reference);
      return reference === undefined || name === undefined ? [] : [{ name, reference }];
    });
}

interface Index {
  /** The number of declarations that it contains. */
  size: number;
  readonly owners: Map<string, pulumi.Resource[]>;
}

const indexes = new WeakMap<readonly Declaration[], Index>();

/** The resources that declare these objects on a broker. */
export function ownersOf(objects: readonly BrokerObject<KindName>[], broker: Broker): pulumi.Resource[] {
  const { owners } = indexOf(ofThisRun());
  const found = objects.flatMap((object) => owners.get(keyOf(object, object.args)) ?? []);
  return found.filter((owner) => brokerOf(owner) === broker);
}

/** The owners of all objects whose identity is text. Each declaration is added once, since a program may declare thousands. */
function indexOf(all: readonly Declaration[]): Index {
  const index = indexes.get(all) ?? { size: 0, owners: new Map() };
  indexes.set(all, index);
  for (const { owner, objects } of all.slice(index.size)) {
    for (const object of objects()) {
      const identity = writtenIdentity(object);
      if (!identity) continue;
      const key = keyOf(object, identity);
      index.owners.set(key, [...(index.owners.get(key) ?? []), owner]);
    }
  }
  index.size = all.length;
  return index;
}

function keyOf({ kind }: BrokerObject<KindName>, identity: Fields): string {
  return `${kind} ${identityOf(kinds[kind], identity)}`;
}

/** The objects that all other resources of the program declare on the same broker. */
export function declaredOutside(owner: pulumi.Resource): Declared[] {
  const broker = brokerOf(owner);
  const others = ofThisRun().filter((each) => each.owner !== owner && brokerOf(each.owner) === broker);
  return others.flatMap(({ objects }) => objects());
}
