import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { isRabbitMQ, type Manifest, Secrets } from "./manifest";
import { readManifests } from "./manifest-files";
import { converters } from "./operator-kinds";
import type { Surroundings } from "./operator-secrets";
import { hidden } from "./resource-objects";
import type { Found, FoundObject, Left, Source } from "./source";

const inSecret = "in a Secret that is not among the manifests";

/** Manifests of RabbitMQ's messaging topology operator: a file, or a folder of files. */
export function topologyOperator(place: string): Source {
  return { title: `the manifests in ${place}`, read: async () => objectsOfManifests(await readManifests(place)) };
}

/** The objects that the operator declares for these manifests, under the names of the resources in Kubernetes. */
export function objectsOfManifests(all: readonly Manifest[]): Found {
  const manifests = all.filter(isRabbitMQ).filter(({ kind }) => kind !== "RabbitmqCluster");
  if (manifests.length === 0) throw new RefusedError("has no manifest of the topology operator (rabbitmq.com/v1beta1)");
  refuseClusters(manifests);
  const secrets = new Secrets(all);
  const around: Surroundings = { manifests, secrets };
  const objects: FoundObject[] = [];
  const left: Left[] = [];
  for (const manifest of manifests.filter((each) => !isPart(each, manifests))) {
    const what = `${manifest.kind} "${manifest.metadata.name}"`;
    try {
      const own = objectsOf(manifest, around);
      objects.push(...own);
      left.push(...own.flatMap((object) => hidden(object, inSecret)));
      if (manifest.spec["deletionPolicy"] === "retain")
        left.push({ what: `deletionPolicy of ${what}`, reason: retain });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      left.push({ what, reason: error.message });
    }
  }
  return { objects, left };
}

const retain = "a resource option in Pulumi: set retainOnDelete on the resource";

function objectsOf(manifest: Manifest, around: Surroundings): FoundObject[] {
  const { kind, metadata } = manifest;
  const convert = Object.hasOwn(converters, kind) ? converters[kind] : undefined;
  if (!convert) throw new RefusedError("no kind of this library is one");
  const own = convert(manifest, around);
  return own.map((object) => ({ logicalName: metadata.name, ...object }));
}

/** Manifests of one broker: names of two brokers would be mixed. */
function refuseClusters(manifests: readonly Manifest[]): void {
  const clusters = new Set(manifests.map(({ spec }) => clusterOf((spec["rabbitmqClusterReference"] ?? {}) as Fields)));
  if (clusters.size > 1) {
    const list = [...clusters].sort().join(", ");
    throw new RefusedError(`has manifests of ${clusters.size} brokers: ${list}. Import those of one at a time`);
  }
}

function clusterOf({ name, connectionSecret }: Fields): string {
  return String(name ?? (connectionSecret as Fields | undefined)?.["name"]);
}

/** Whether the operator made it itself, as a part of a super stream that is among the manifests too. */
function isPart({ metadata }: Manifest, manifests: readonly Manifest[]): boolean {
  const owners = metadata.ownerReferences ?? [];
  const isThere = (name: string) =>
    manifests.some((each) => each.kind === "SuperStream" && each.metadata.name === name);
  return owners.some(({ kind, name }) => kind === "SuperStream" && isThere(name));
}
