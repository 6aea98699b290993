import * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { type Broker, brokerOf } from "./broker";
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

/** The objects that all other resources of the program declare on the same broker. */
export function declaredOutside(owner: pulumi.Resource): Declared[] {
  const broker = brokerOf(owner);
  const others = ofThisRun().filter((each) => each.owner !== owner && brokerOf(each.owner) === broker);
  return others.flatMap(({ objects }) => objects());
}
