import * as pulumi from "@pulumi/pulumi";
import type { Reference } from "../../model/value";

/** The kinds of objects that a topology returns references to. */
export type TopologyPartKind = "Exchange" | "Queue" | "SuperStream";

/** @internal */
export function isPartKind(kind: string): kind is TopologyPartKind {
  return kind === "Exchange" || kind === "Queue" || kind === "SuperStream";
}

/** A reference to an exchange, a queue or a super stream of a `Topology`. Arguments that accept such a resource accept it too. */
export class TopologyPart<Name extends TopologyPartKind = TopologyPartKind> implements Reference<Name> {
  /** Marks a topology part, so that another copy of this package recognizes it too. */
  readonly isTopologyPart = true;
  /** @internal The topology that declares it; `undefined` while `define` runs, before the topology is made. */
  topology: pulumi.Resource | undefined;

  constructor(
    /** The kind of object, which is the name of its class. */
    readonly kind: Name,
    /** @internal Its arguments, with `vhost` and `name`. */
    readonly args: Readonly<Record<string, unknown>>,
    topology?: pulumi.Resource,
  ) {
    this.topology = topology;
  }

  /** @internal Its name as text, for the topology's own data. */
  get key(): string {
    return String(this.args["name"]);
  }

  /** The object's name on the broker. It depends on the topology, so a resource that uses it waits for the topology. */
  get name(): pulumi.Output<string> {
    return this.topology ? this.topology.urn.apply(() => this.key) : pulumi.output(this.key);
  }

  /** @internal Whether a value is a topology part, also one of another copy of this package. */
  static isInstance(value: unknown): value is TopologyPart {
    return typeof value === "object" && value !== null && "isTopologyPart" in value;
  }
}
