import { z } from "zod";
import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { parse } from "../management/json";
import { isMarkedSecret } from "../secret-mark";
import { unknownValue } from "../unknown";
import { issueOf } from "./attempt";
import type { StackName } from "./source";

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
  readonly inputs?: Fields;
  readonly outputs?: Fields;
  /** Whether it waits for its deletion, after a replacement. */
  readonly delete?: boolean;
  /** `false` of a component, which only groups other resources. */
  readonly custom?: boolean;
  /** Whether the program reads it with `.get()` and does not own it. */
  readonly external?: boolean;
  readonly retainOnDelete?: boolean;
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

/** The deployment in what `pulumi stack export` writes, or in the file of a stack in a backend of files. */
export function deploymentIn(json: unknown): Deployment | undefined {
  const { deployment, checkpoint } = (json ?? {}) as { deployment?: unknown; checkpoint?: { latest?: unknown } | null };
  const found = deployment ?? checkpoint?.latest;
  if (found === undefined || found === null) return undefined;
  const { success, error } = form.safeParse(found);
  if (!success) throw new RefusedError(`is damaged: ${issueOf(error)}`);
  return found as Deployment;
}

const form = z.looseObject({
  resources: z
    .array(z.looseObject({ urn: z.string(), type: z.string(), outputs: z.looseObject({}).nullish() }))
    .nullish(),
});

/** The stack and its project, which are in each URN. */
export function stackOf({ resources }: Deployment): StackName | undefined {
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(resources?.[0]?.urn ?? "") ?? [];
  return stack === undefined || project === undefined ? undefined : { stack, project };
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
