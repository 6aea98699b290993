import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { attempt, tableIn } from "./attempt";
import { isRabbitMQ, isSameNamespace, type Manifest, Secrets, titleOf } from "./manifest";
import { type ChosenBrokers, ofOneBroker } from "./one-broker";
import { converters } from "./operator-kinds";
import type { Surroundings } from "./operator-secrets";
import { hidden } from "./resource-objects";
import type { Found, FoundObject, Left, Source } from "./source";

const inSecret = "in a Secret that is not among the manifests";

/** Manifests of RabbitMQ's messaging topology operator. */
export function topologyOperator(
  place: string,
  brokers: ChosenBrokers,
  read: () => Promise<readonly Manifest[]>,
): Source {
  return { title: `the manifests in ${place}`, read: async () => objectsOfManifests(await read(), brokers) };
}

/** The objects that the operator declares for these manifests, under the names of the resources in Kubernetes. */
export function objectsOfManifests(all: readonly Manifest[], brokers?: ChosenBrokers): Found {
  const known = all.filter(isRabbitMQ).filter(({ kind }) => kind !== "RabbitmqCluster");
  if (known.length === 0) throw new RefusedError("has no manifest of the topology operator (rabbitmq.com/v1beta1)");
  const manifests = ofOneBroker(known, clustersOf(known), brokers);
  const secrets = new Secrets(all);
  const around: Surroundings = { manifests, secrets };
  const objects: FoundObject[] = [];
  const left: Left[] = [];
  for (const manifest of manifests.filter((each) => !isPart(each, manifests))) {
    const what = titleOf(manifest);
    const own = attempt(what, left, () => objectsOf(manifest, around));
    objects.push(...own);
    left.push(...own.flatMap((object) => hidden(object, inSecret)));
    if (manifest.spec["deletionPolicy"] === "retain") left.push({ what: `deletionPolicy of ${what}`, reason: retain });
  }
  return { objects, left };
}

const retain = "a resource option in Pulumi: set retainOnDelete on the resource";

function objectsOf(manifest: Manifest, around: Surroundings): FoundObject[] {
  const { kind, metadata } = manifest;
  if (metadata["deletionTimestamp"] !== undefined) throw new RefusedError("Kubernetes is deleting it");
  const convert = Object.hasOwn(converters, kind) ? converters[kind] : undefined;
  if (!convert) throw new RefusedError("no kind of this library is one");
  const namespaces = new Set(around.manifests.flatMap((each) => each.metadata.namespace ?? []));
  const { name, namespace } = metadata;
  const logicalName = namespaces.size > 1 && namespace !== undefined ? `${namespace}/${name}` : name;
  return convert(manifest, around).map((object) => ({ logicalName, ...object }));
}

/**
 * The cluster of each manifest, such as `production/rabbit`: the namespace and the name of the cluster, or of the Secret with
 * the connection. A manifest that names no namespace may be in that of the others.
 */
function clustersOf(manifests: readonly Manifest[]): (manifest: Manifest) => string {
  const namespaces = new Map<string, Set<string>>();
  for (const { name, namespace } of manifests.map(clusterOf)) {
    const known = namespaces.get(name) ?? new Set();
    namespaces.set(name, namespace === undefined ? known : known.add(namespace));
  }
  return (manifest) => {
    const { name, namespace } = clusterOf(manifest);
    const known = [...(namespaces.get(name) ?? [])];
    const own = namespace ?? (known.length === 1 ? known[0] : undefined);
    return own === undefined ? name : `${own}/${name}`;
  };
}

function clusterOf({ metadata, spec }: Manifest): { readonly name: string; readonly namespace: string | undefined } {
  const { name, namespace, connectionSecret } = tableIn(spec, "rabbitmqClusterReference");
  const own = name ?? (connectionSecret as Fields | undefined)?.["name"];
  return { name: String(own), namespace: namespace ? String(namespace) : metadata.namespace };
}

/** Whether the operator made it itself, as a part of a super stream that is among the manifests too. */
function isPart(manifest: Manifest, manifests: readonly Manifest[]): boolean {
  const owners = manifest.metadata.ownerReferences ?? [];
  const streams = manifests.filter((each) => each.kind === "SuperStream" && isSameNamespace(each, manifest));
  const isThere = (name: string) => streams.some(({ metadata }) => metadata.name === name);
  return owners.some(({ kind, name }) => kind === "SuperStream" && isThere(name));
}
