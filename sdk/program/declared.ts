import * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import { declaredTwice } from "../../provider/duplicates";
import { type KindName, kinds } from "../../provider/kinds";
import { type Broker, brokerOf, providerOf } from "./broker";
import type { Declaration, Declared } from "./declaration";
import { handOverAtTheEnd } from "./hand-over";
import { writtenIdentity } from "./identity";
import { reportMistakes } from "./mistakes";
import { declarersOf, withIncluded } from "./owners";
import { type AnyReference, nameOf } from "./reference";

/** What one program has declared so far. */
interface Program {
  readonly declarations: Declaration[];
  /** The providers to which it will hand over its declarations. */
  readonly providers: Set<pulumi.ProviderResource | undefined>;
}

const programs = new WeakMap<object, Program>();

/** This run of the program. One process may run several programs, or one several times. */
function thisRun(): Program {
  // Each call of setMocks creates a monitor, and no stack.
  const key = pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? pulumi;
  const program = programs.get(key) ?? { declarations: [], providers: new Set() };
  programs.set(key, program);
  return program;
}

/** Records the objects that a resource declares. */
export function declare(owner: pulumi.Resource, objects: () => readonly Declared[]): void {
  const { declarations, providers } = thisRun();
  // Unit tests have no stack, and no engine that would stop.
  if (declarations.length === 0 && pulumi.runtime.getStackResource() !== undefined) {
    setImmediate(() => reportMistakes(declarations));
  }
  const provider = providerOf(owner);
  const isFirst = !providers.has(provider);
  providers.add(provider);
  if (providers.size > 1) refuseDeclaredTwice(declarations, owner, objects());
  declarations.push({ owner, objects });
  if (!isFirst) return;
  handOverAtTheEnd(provider, () => declarations.filter((each) => brokerOf(each.owner) === brokerOf(owner)));
}

/** An object with a name. */
export interface Named {
  readonly name: string;
  readonly reference: AnyReference;
}

/** The exchanges and queues that the program declares in a vhost of a broker, if their names and the vhost's are text, not outputs. */
export function declaredIn(vhost: string, broker: Broker): Named[] {
  return declaredOn(broker)
    .filter(({ args }) => nameOf(args["vhost"]) === vhost)
    .flatMap(({ reference }) => {
      const name = nameOf(reference);
      return reference === undefined || name === undefined ? [] : [{ name, reference }];
    });
}

/** The resources that declare these objects on a broker. */
export function ownersOf(objects: readonly BrokerObject<KindName>[], broker: Broker): pulumi.Resource[] {
  const { declarations } = thisRun();
  const owners = objects.flatMap((object) => declarersOf(declarations, object)).map(({ owner }) => owner);
  return owners.filter((owner) => brokerOf(owner) === broker);
}

/**
 * Refuses an object that a resource with another provider declares on the same broker. Each provider has a process, which
 * finds duplicates among its own resources only.
 */
function refuseDeclaredTwice(
  declarations: readonly Declaration[],
  owner: pulumi.Resource,
  objects: readonly Declared[],
): void {
  for (const object of objects.flatMap(withIncluded)) {
    const others = declarersOf(declarations, object).filter(
      (other) => providerOf(other.owner) !== providerOf(owner) && brokerOf(other.owner) === brokerOf(owner),
    );
    const [first] = others;
    const identity = first && writtenIdentity(object);
    if (!identity) continue;
    const problem = declaredTwice({ kind: kinds[object.kind], args: identity }, first.by, object.by);
    throw new pulumi.ResourceError(problem, undefined);
  }
}

/** The objects that the program has declared on a broker, each with its arguments as written. */
export function declaredOn(broker: Broker): Declared[] {
  const { declarations } = thisRun();
  return declarations.filter(({ owner }) => brokerOf(owner) === broker).flatMap(({ objects }) => objects());
}

/** The objects that all other resources of the program declare on the same broker, with those that these include. */
export function declaredOutside(owner: pulumi.Resource): Declared[] {
  const broker = brokerOf(owner);
  const others = thisRun().declarations.filter((each) => each.owner !== owner && brokerOf(each.owner) === broker);
  return others.flatMap(({ objects }) => objects()).flatMap(withIncluded);
}
