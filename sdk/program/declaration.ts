import type * as pulumi from "@pulumi/pulumi";
import type { BrokerObject } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import type { AnyReference } from "./reference";

/** One object that the program declares, as a single resource or in a topology, with its arguments as written. */
export interface Declared extends BrokerObject<KindName> {
  /** The label of the resource that declares it. */
  readonly by: string;
  /** What the program passes to refer to it; `undefined` for an object without a name. */
  readonly reference: AnyReference | undefined;
}

/** What one resource declares. */
export interface Declaration {
  readonly owner: pulumi.Resource;
  readonly objects: () => readonly Declared[];
}
