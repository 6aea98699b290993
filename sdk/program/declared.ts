import * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { type AnyReference, nameOf } from "./reference";

/** One object that the program declares, in a resource of its own or in a topology, with its arguments as written. */
export interface Declared extends BrokerObject<KindName> {
  /** What stands for it in the arguments of others, where it has a name. */
  readonly reference: AnyReference | undefined;
}

interface Declaration {
  readonly owner: pulumi.Resource;
  readonly objects: () => readonly Declared[];
}

const declarations = new WeakMap<object, Declaration[]>();

/** Everything that this run of the program has declared so far: one process may run several programs, and several times. */
function ofThisRun(): Declaration[] {
  const program = pulumi.runtime.getStackResource() ?? pulumi;
  const known = declarations.get(program) ?? [];
  declarations.set(program, known);
  return known;
}

/** Notes what a resource declares. */
export function declare(owner: pulumi.Resource, objects: () => readonly Declared[]): void {
  ofThisRun().push({ owner, objects });
}

/** A thing with a name. */
export interface Named {
  readonly name: string;
  readonly reference: AnyReference;
}

/** The exchanges and queues that the program declares in a vhost, as far as both names are written in it. */
export function declaredIn(vhost: string): Named[] {
  return ofThisRun()
    .flatMap(({ objects }) => objects())
    .filter(({ args }) => nameOf(args["vhost"]) === vhost)
    .flatMap(({ reference }) => {
      const name = nameOf(reference);
      return reference === undefined || name === undefined ? [] : [{ name, reference }];
    });
}

/** What the program declares on the same broker elsewhere than in one resource. */
export function declaredOutside(owner: pulumi.Resource): Declared[] {
  const others = ofThisRun().filter((each) => each.owner !== owner && brokerOf(each.owner) === brokerOf(owner));
  return others.flatMap(({ objects }) => objects());
}

function brokerOf(resource: pulumi.Resource): pulumi.ProviderResource | undefined {
  return resource.getProvider("pulumi-nodejs:dynamic:Resource");
}
