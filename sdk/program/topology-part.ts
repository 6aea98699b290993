import * as pulumi from "@pulumi/pulumi";
import type { Reference } from "../../model/value";

const partKinds = ["Exchange", "Queue"] as const;

/** What a topology hands out references to. */
export type TopologyPartKind = (typeof partKinds)[number];

/** @internal */
export function isPartKind(kind: string): kind is TopologyPartKind {
  return (partKinds as readonly string[]).includes(kind);
}

/** An exchange or a queue that a `Topology` declares, to be given wherever the resource of its kind can be given. */
export class TopologyPart<Name extends TopologyPartKind = TopologyPartKind> implements Reference<Name> {
  /** Tells it from other objects, also where it is of another copy of this package. */
  readonly isTopologyPart = true;
  /** @internal The resource that declares it; not known before that is made. */
  topology: pulumi.Resource | undefined;

  constructor(
    /** The kind of object, which is the name of its class. */
    readonly kind: Name,
    /** @internal All of its arguments. */
    readonly args: Readonly<Record<string, unknown>>,
    topology?: pulumi.Resource,
  ) {
    this.topology = topology;
  }

  /** @internal Its name alone, for the topology's own data. */
  get key(): string {
    return String(this.args["name"]);
  }

  /** The object's name on the broker. It depends on the topology, so that what uses it waits for it. */
  get name(): pulumi.Output<string> {
    return this.topology ? this.topology.urn.apply(() => this.key) : pulumi.output(this.key);
  }

  /** @internal Whether a value is one, also of another copy of this package. */
  static isInstance(value: unknown): value is TopologyPart {
    return typeof value === "object" && value !== null && "isTopologyPart" in value;
  }
}
