import type { Fields } from "../../model/object";

/** A document of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Fields & {
    readonly name: string;
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
    { ...single, apiVersion, kind, metadata: (metadata ?? {}) as Manifest["metadata"], spec: (spec ?? {}) as Fields },
  ];
}

/** The values of the Secrets among the manifests. */
export class Secrets {
  readonly #values = new Map<string, Fields>();

  constructor(manifests: readonly Manifest[]) {
    for (const { kind, apiVersion, metadata, data = {}, stringData = {} } of manifests) {
      if (kind !== "Secret" || apiVersion !== "v1") continue;
      const decoded = Object.entries(data ?? {}).map(([key, value]) => [
        key,
        Buffer.from(String(value ?? ""), "base64").toString("utf8"),
      ]);
      this.#values.set(metadata.name, { ...Object.fromEntries(decoded), ...stringData });
    }
  }

  /** One value of the Secret that is referred to; `undefined` if it is not among the manifests. */
  get(reference: unknown, key: string): string | undefined {
    const { name } = (reference ?? {}) as { name?: string };
    const value = this.#values.get(String(name))?.[key];
    return value === undefined || value === null ? undefined : String(value);
  }
}
