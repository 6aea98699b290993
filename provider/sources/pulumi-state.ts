import type { Fields } from "../../model/object";
import { parse } from "../management/json";
import { isMarkedSecret } from "../secret-mark";
import { unknownValue } from "../unknown";

/** What `pulumi stack export` writes under "deployment". */
export interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly { readonly resource: StateResource; readonly type: string }[];
  readonly [other: string]: unknown;
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly outputs?: Fields;
  /** Whether it waits for its deletion, after a replacement. */
  readonly delete?: boolean;
  /** Whether the program reads it with `.get()` and does not own it. */
  readonly external?: boolean;
  readonly parent?: string;
  /** The provider's URN and id. */
  readonly provider?: string;
  readonly dependencies?: readonly string[] | null;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[] | null;
  readonly viewOf?: string;
}

/** Whether it is a resource of the package @pulumi/rabbitmq. */
export function isForeign({ type }: StateResource): boolean {
  return type.startsWith("rabbitmq:index/");
}

/** Whether it is a provider of that package. */
export function isForeignProvider({ type }: StateResource): boolean {
  return type === "pulumi:providers:rabbitmq";
}

/** The name of the resource in the program. */
export function nameIn({ urn }: StateResource): string {
  return urn.split("::").slice(3).join("::");
}

/** Why a secret is not known. */
export const encrypted = "encrypted in the export: make it with `pulumi stack export --show-secrets`";

/** The value without the marks of secrets. One that the export does not show is unknown. */
export function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  if (!isMarkedSecret(value as Fields))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
  const { plaintext } = value as Fields;
  return typeof plaintext === "string" ? shown(parse(plaintext)) : unknownValue;
}
