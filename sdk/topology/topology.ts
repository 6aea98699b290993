import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import type { KindName } from "../../provider/kinds";
import { hidden } from "../../provider/options";
import { similar } from "../../provider/similar";
import { objectsIn } from "../../provider/topology/objects";
import { sections } from "../../provider/topology/section";
import { claim } from "../program/claim";
import { type Declared, declare } from "../program/declared";
import { complete, deletedWith, fromReferences, nameOf } from "../program/reference";
import { isPartKind, TopologyPart, type TopologyPartKind } from "../program/topology-part";
import { optionsOf, typeOf } from "../resource";
import type { TopologyArgs } from "./args";
import { Builder } from "./builder";
import { toInputs, writtenIn } from "./data";
import { elsewhere } from "./elsewhere";

/** Pulumi knows secrets by the program's inputs, and what is no more in them may still be in the state. */
const additionalSecretOutputs = sections.filter(({ kind }) => kind.secrets.length > 0).map(({ name }) => name);

/**
 * All objects of a vhost, or many of them, in one resource: thousands are declared in seconds, and a change touches only
 * what has changed. Its id is the vhost's name. With the option `import: "<id>"` objects that exist with other properties
 * are taken over, as far as the broker can change them in place. Several topologies may share a vhost.
 */
export class Topology extends pulumi.CustomResource {
  /** @internal Policy packs find the class by it. */
  static readonly __pulumiType = typeOf("Topology");
  /** @internal Tells it from other resources, also where it is of another copy of this package. */
  readonly isTopology = true;
  /** The vhost's name. */
  declare readonly vhost: pulumi.Output<string>;
  readonly #name: string;
  readonly #parts = new Map<string, TopologyPart>();
  /** As far as it is written in the program. */
  readonly #written: Fields;
  #objects: Declared[] | undefined;

  constructor(name: string, { define, vhost, ...data }: TopologyArgs, options: pulumi.CustomResourceOptions = {}) {
    if (options.id !== undefined) {
      throw new pulumi.ResourceError(`"${name}": a Topology cannot be got: get its exchanges and queues`, undefined);
    }
    const { hiddenInputs, opts } = optionsOf("Topology", name, options);
    const builder = new Builder(name, vhost, data as Fields);
    define?.(builder.methods);
    // Users are not deleted with the vhost, and whether it goes too the provider cannot know: then the guards decide.
    const goesWithVHost = builder.data["users"] === undefined;
    const inputs = {
      ...unknownKeys(data as Fields, builder.data),
      ...fromReferences({ vhost }),
      ...toInputs(builder.data),
      ...hiddenInputs,
      ...hidden({ elsewhere: elsewhere(() => this, nameOf(vhost)) }),
    };
    super(
      typeOf("Topology"),
      name,
      inputs,
      pulumi.mergeOptions({ additionalSecretOutputs, ...(goesWithVHost && deletedWith({ vhost })) }, opts),
    );
    this.#name = name;
    this.#written = { vhost, ...writtenIn(builder.data) };
    for (const part of builder.parts) this.#adopt(part);
    declare(this, () => this.#declared());
    this.#claimUsers();
  }

  /** An exchange of this topology, to be given wherever an `Exchange` can be given. */
  exchange(name: string): TopologyPart<"Exchange"> {
    return this.#part("Exchange", "exchanges", name);
  }

  /** A queue of this topology, to be given wherever a `Queue` can be given. */
  queue(name: string): TopologyPart<"Queue"> {
    return this.#part("Queue", "queues", name);
  }

  /** Whether a value is a topology, also of another copy of this package. */
  static override isInstance(value: unknown): value is Topology {
    return pulumi.CustomResource.isInstance(value) && "isTopology" in value;
  }

  #part<Name extends TopologyPartKind>(kind: Name, section: string, name: string): TopologyPart<Name> {
    const known = this.#parts.get(keyOf(kind, name));
    if (known) return known as TopologyPart<Name>;
    const all = (this.#written[section] ?? {}) as Fields;
    if (!Object.hasOwn(all, name)) {
      const meant = similar(name, Object.keys(all));
      const problem = `has no ${kind.toLowerCase()} "${name}"${meant ? `: did you mean "${meant}"?` : ""}`;
      throw new pulumi.RunError(`Topology "${this.#name}" ${problem}`);
    }
    return this.#adopt(new TopologyPart(kind, { ...(all[name] as Fields), vhost: this.#written["vhost"], name }));
  }

  #adopt<Name extends TopologyPartKind>(part: TopologyPart<Name>): TopologyPart<Name> {
    part.topology = this;
    this.#parts.set(keyOf(part.kind, part.key), part);
    return part;
  }

  #declared(): Declared[] {
    this.#objects ??= objectsIn(this.#written).map(({ section, args }) => {
      const kind = section.kind.name as KindName;
      const reference = isPartKind(kind) ? this.#part(kind, section.name, String(args["name"])) : undefined;
      return { kind, args: complete(kind, args), reference };
    });
    return this.#objects;
  }

  /** An AppAccess would fight for their passwords and permissions. */
  #claimUsers(): void {
    const provider = this.getProvider(typeOf("Topology"));
    const users = ["users", "permissions", "topicPermissions"].flatMap((section) =>
      Object.keys(this.#written[section] ?? {}),
    );
    for (const user of new Set(users)) claim(provider, user, `Topology "${this.#name}"`, { isShared: true });
  }
}

function keyOf(kind: TopologyPartKind, name: string): string {
  return `${kind} ${name}`;
}

/** Fields that there are not: the provider's check tells them, as it does for every kind. */
function unknownKeys(given: Fields, known: Fields): Fields {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(known, key)));
}
