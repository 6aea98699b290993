import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { type KindName, kinds } from "../../provider/kinds";
import { hidden } from "../../provider/options";
import { similar } from "../../provider/similar";
import { objectsIn, type TopologyObject } from "../../provider/topology/objects";
import { decoded } from "../../provider/topology/text";
import type { Declared } from "../program/declaration";
import { declare } from "../program/declared";
import { withoutLost, withoutTexts } from "../program/lost";
import { dependsOnNamed, vhostNamedBy } from "../program/named";
import { complete, deletedWith, fromReferences, nameOf, otherVHostsIn } from "../program/reference";
import { secretTexts } from "../program/secret-texts";
import { isPartKind, TopologyPart, type TopologyPartKind } from "../program/topology-part";
import { afterTransformations, recordTransformations } from "../program/transformed";
import { typeOf } from "../provider-text";
import { optionsOf } from "../resource";
import type { TopologyArgs } from "./args";
import { Builder } from "./builder";
import { toInputs, withoutSecrets, writtenIn } from "./data";
import { elsewhere } from "./elsewhere";
import type { TopologyFile } from "./file";

/**
 * All objects of a vhost, or many of them, in one resource. Thousands of objects are declared in seconds, and an update
 * sends requests only for changed objects. Its id is the vhost's name. With the option `import: "<id>"` objects that exist
 * with other properties are taken over, if the broker can change them in place. Several topologies may share a vhost.
 * @example
 * ```ts
 * const shop = new rabbitmq.Topology("shop", {
 *   vhost,
 *   exchanges: { events: { type: "topic" } },
 *   queues: { "billing.paid": { type: "quorum" } },
 *   bindings: [{ source: "events", destination: "billing.paid", routingKey: "order.*.paid" }],
 * });
 * ```
 */
export class Topology extends pulumi.CustomResource {
  /** @internal Policy packs find the class by this type. */
  static readonly __pulumiType = typeOf("Topology");
  /** @internal Marks a topology, so that another copy of this package recognizes it too. */
  readonly isTopology = true;
  /** The vhost's name. */
  declare readonly vhost: pulumi.Output<string>;
  readonly #name: string;
  readonly #label: string;
  readonly #parts = new Map<string, TopologyPart>();
  /** The data without outputs. */
  readonly #written: Fields;
  readonly #objects: readonly TopologyObject[];
  #declarations: Declared[] | undefined;

  constructor(name: string, args: TopologyArgs, opts?: pulumi.CustomResourceOptions);
  /** The same with data from a file: `import data from "./topology.json"`. */
  constructor(name: string, args: TopologyFile, opts?: pulumi.CustomResourceOptions);
  constructor(
    name: string,
    { define, vhost, $schema: _, ...data }: TopologyArgs | TopologyFile,
    options: pulumi.CustomResourceOptions = {},
  ) {
    if (options.id !== undefined) {
      throw new pulumi.ResourceError(
        `"${name}": a Topology cannot be read by an id: read its objects with Exchange.get, Queue.get and the like`,
        undefined,
      );
    }
    const { hiddenInputs, opts, label } = optionsOf("Topology", name, options);
    const builder = new Builder(name, vhost, data as Fields);
    define?.(builder.methods);
    const withVHost = deletedWith({ vhost });
    // The broker does not delete users with the vhost, and would delete what is protected, so such a topology deletes its objects itself.
    const isDeletedWithVHost =
      "deletedWith" in withVHost && builder.data["users"] === undefined && !hasProtected(builder.data);
    const all = { ...unknownKeys(data as Fields, builder.data), vhost, ...builder.data };
    const kept = withoutLost(all, label, {
      known: ["vhost", "onExisting", ...Object.keys(builder.data)],
      prototype: Topology.prototype,
    });
    const inputs = withoutTexts({
      ...fromReferences(unknownKeys(kept, builder.data)),
      ...toInputs(kept),
      ...hiddenInputs,
      ...hidden({
        elsewhere: elsewhere(() => this, nameOf(vhost)),
        secrets: secretTexts({ ...unknownKeys(kept, builder.data), ...withoutSecrets(kept) }),
        isProtected: isProtected(options),
      }),
    });
    const implied = {
      ...(isDeletedWithVHost && withVHost),
      ...dependsOnNamed(() => this, vhostNamedBy({ vhost })),
    };
    super(typeOf("Topology"), name, inputs, pulumi.mergeOptions(implied, opts));
    this.#name = name;
    this.#label = label;
    this.#written = writtenAfter(afterTransformations(this, { vhost, ...builder.data }, inputs));
    this.#objects = objectsIn(this.#written);
    for (const part of builder.parts) this.#register(part);
    this.#refuseOtherVHosts();
    declare(this, () => this.#declared());
  }

  /**
   * A reference to an exchange of this topology, for arguments that accept an `Exchange`.
   * @throws RunError if the topology has no exchange of this name, or it is not known because it is an output
   */
  exchange(name: string): TopologyPart<"Exchange"> {
    return this.#part("Exchange", "exchanges", name);
  }

  /**
   * A reference to a queue of this topology, for arguments that accept a `Queue`.
   * @throws RunError if the topology has no queue of this name, or it is not known because it is an output
   */
  queue(name: string): TopologyPart<"Queue"> {
    return this.#part("Queue", "queues", name);
  }

  /**
   * A reference to a super stream of this topology, for arguments that accept a `SuperStream`.
   * @throws RunError if the topology has no super stream of this name, or it is not known because it is an output
   */
  superStream(name: string): TopologyPart<"SuperStream"> {
    return this.#part("SuperStream", "superStreams", name);
  }

  /** Whether a value is a topology, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Topology {
    return pulumi.CustomResource.isInstance(value) && "isTopology" in value;
  }

  #part<Name extends TopologyPartKind>(kind: Name, section: string, name: string): TopologyPart<Name> {
    const known = this.#parts.get(keyOf(kind, name));
    if (known) return known as TopologyPart<Name>;
    const all = (this.#written[section] ?? {}) as Fields;
    if (!Object.hasOwn(all, name)) {
      const meant = similar(name, Object.keys(all));
      const problem = `has no ${kinds[kind].noun} "${name}"${meant ? `: did you mean "${meant}"?` : ""}`;
      throw new pulumi.RunError(`Topology "${this.#name}" ${problem}`);
    }
    return this.#register(new TopologyPart(kind, { ...(all[name] as Fields), vhost: this.#written["vhost"], name }));
  }

  #register<Name extends TopologyPartKind>(part: TopologyPart<Name>): TopologyPart<Name> {
    part.topology = this;
    this.#parts.set(keyOf(part.kind, part.key), part);
    return part;
  }

  #refuseOtherVHosts(): void {
    for (const { args, where } of this.#objects) {
      const [problem] = otherVHostsIn(args);
      if (problem) throw new pulumi.ResourceError(`${this.#label}: ${where}.${problem}`, undefined);
    }
  }

  #declared(): Declared[] {
    this.#declarations ??= this.#objects.map(({ section, args }) => {
      const kind = section.kind.name as KindName;
      const reference = isPartKind(kind) ? this.#part(kind, section.name, String(args["name"])) : undefined;
      return { kind, args: complete(kind, args), by: this.#label, reference };
    });
    return this.#declarations;
  }
}

recordTransformations(Topology.prototype);

/** Pulumi gives the option `protect` of a component to what is in it. */
function isProtected({ protect, parent }: pulumi.CustomResourceOptions): boolean {
  return protect ?? (parent as { __protect?: boolean } | undefined)?.__protect ?? false;
}

function hasProtected(data: Fields): boolean {
  return objectsIn(writtenIn(data)).some(({ options }) => options.protect === true);
}

/** A transformation gets a section as a text, and may replace it by one. */
function writtenAfter({ vhost, ...data }: Fields): Fields {
  return { vhost, ...writtenIn(Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)]))) };
}

function keyOf(kind: TopologyPartKind, name: string): string {
  return `${kind} ${name}`;
}

/** The vhost, and arguments that do not exist. Those are sent on, since the provider's check reports misspelt arguments of every kind. */
function unknownKeys(given: Fields, known: Fields): Fields {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(known, key)));
}
