import type { Fields } from "../../model/object";

/** A document of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Fields & {
    readonly name: string;
    readonly namespace?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec: Fields;
  readonly status?: Fields;
  readonly data?: Fields;
  readonly stringData?: Fields;
}

/** Whether it is a resource of RabbitMQ's operators. */
export function isRabbitMQ({ apiVersion }: Manifest): boolean {
  return /^rabbitmq\.com\/v1(alpha|beta)1$/.test(apiVersion);
}

/** The document's own manifests: one, or those of a list, as `kubectl get` writes it. */
export function manifestsIn(document: unknown): Manifest[] {
  if (typeof document !== "object" || document === null) return [];
  const { items, ...single } = document as Fields;
  if (Array.isArray(items)) return items.flatMap(manifestsIn);
  const { apiVersion, kind, metadata, spec } = single;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
  return [
    { ...single, apiVersion, kind, metadata: (metadata ?? {}) as Manifest["metadata"], spec: given(spec as Fields) },
  ];
}

/** Kubernetes takes null for what is not given. */
function given(fields: Fields | null | undefined): Fields {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== null));
}

/** What refers to something by its name alone means its own namespace. A manifest that names none may be in any. */
export function isSameNamespace(one: Manifest, other: Manifest): boolean {
  const [own, theirs] = [one.metadata.namespace, other.metadata.namespace];
  return own === undefined || theirs === undefined || own === theirs;
}

/** Names a manifest in a sentence. */
export function titleOf({ kind, metadata: { name, namespace } }: Manifest): string {
  return `${kind} "${name}"${namespace === undefined ? "" : ` in the namespace "${namespace}"`}`;
}

/** The values of the Secrets among the manifests. */
export class Secrets {
  readonly #secrets: readonly Manifest[];

  constructor(manifests: readonly Manifest[]) {
    this.#secrets = manifests.filter(({ kind, apiVersion }) => kind === "Secret" && apiVersion === "v1");
  }

  /** One value of the Secret to which a manifest refers; `undefined` if it is not among the manifests. */
  get(from: Manifest, reference: unknown, key: string): string | undefined {
    const { name } = (reference ?? {}) as { name?: string };
    const secret = this.#secrets.find((each) => each.metadata.name === name && isSameNamespace(from, each));
    const text = secret?.stringData?.[key];
    if (text !== undefined && text !== null) return String(text);
    const bytes = secret?.data?.[key];
    return bytes === undefined || bytes === null ? undefined : Buffer.from(String(bytes), "base64").toString("utf8");
  }
}
