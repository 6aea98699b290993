import type { BrokerObject } from "../../model/object";

/** Where a topology comes from: a live broker, a definitions file, a stack's state, or another tool's. */
export interface Source {
  /** Names it in a sentence, such as `the broker at http://127.0.0.1:15672`. */
  readonly title: string;
  /** The stack that owns the objects with another package, from which they can move. */
  readonly owner?: StackName | undefined;
  read(): Promise<Found>;
}

/** A stack of Pulumi. */
export interface StackName {
  readonly stack: string;
  readonly project: string;
}

/** A topology as a source has it. Whatever asks something of a topology takes the objects, from whichever source. */
export interface Found {
  readonly objects: readonly FoundObject[];
  /** What the source has and no object can stand for. */
  readonly left: readonly Left[];
}

/**
 * An object with the arguments of its kind; those that have their default may be absent. A secret that the source does not
 * show is the `unknownValue` of `provider/unknown.ts`: the program has to ask for it.
 */
export interface FoundObject extends BrokerObject {
  /** The name of the resource in the program that declares the object, if the source is one's state. */
  readonly logicalName?: string;
  /** Why it is not the platform's, if the source shows that. What goes with it is not owned either. */
  readonly notOwned?: string;
}

/** What is not owned, and why. */
export interface Left {
  /** Names it in a sentence, such as `queue "amq.gen-1" in vhost "shop"`. */
  readonly what: string;
  readonly reason: string;
  /** The vhost that it is in. */
  readonly vhost?: string | undefined;
}
