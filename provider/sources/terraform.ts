import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { hidden, named } from "./resource-objects";
import type { Found, FoundObject, Left, Source } from "./source";
import { objectsOfResource } from "./terraform-resource";

interface Instance {
  readonly index_key?: string | number;
  /** An object that a replacement has not deleted yet. */
  readonly deposed?: string;
  readonly attributes?: Fields | null;
}

interface Resource {
  readonly module?: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly instances?: readonly Instance[];
}

/** The form of Terraform since 0.12, and of OpenTofu. */
const supported = 4;

/** Whether it is a state of Terraform or OpenTofu, of whatever version. */
export function isTerraformState(json: unknown): boolean {
  const { version, terraform_version, resources, modules } = (json ?? {}) as Fields;
  return typeof version === "number" && typeof terraform_version === "string" && Array.isArray(resources ?? modules);
}

/** A state of the Terraform providers cyrilgdn/rabbitmq and rfd59/rabbitmq. */
export function terraformState(file: string, json: unknown): Source {
  return { title: `the Terraform state ${file}`, read: async () => objectsOfTerraform(json) };
}

export function objectsOfTerraform(json: unknown): Found {
  const { version, resources = [] } = json as { version: number; resources?: readonly Resource[] };
  if (version !== supported) {
    throw new RefusedError(
      `has version ${version} of Terraform's format, and only ${supported} is known: \`terraform state pull\` of Terraform 0.12 or later writes it`,
    );
  }
  const objects: FoundObject[] = [];
  const left: Left[] = [];
  for (const resource of resources) {
    if (resource.mode === "data" || !resource.type.startsWith("rabbitmq_")) continue;
    for (const instance of resource.instances ?? []) {
      try {
        const own = named(logicalNameOf(resource, instance), objectsOf(resource, instance));
        objects.push(...own);
        left.push(...own.flatMap((object) => hidden(object, "not in the state, since it is write-only")));
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        left.push({ what: addressOf(resource, instance), reason: error.message });
      }
    }
  }
  return { objects, left };
}

function objectsOf({ type }: Resource, { deposed, attributes }: Instance): FoundObject[] {
  if (deposed !== undefined) throw new RefusedError("an earlier object that Terraform still has to delete");
  const objects = objectsOfResource(type, attributes ?? {});
  if (!objects) throw new RefusedError(`no kind of this library is a ${type}`);
  return objects;
}

/** Such as `module.shop.rabbitmq_queue.paid["eu"]`. */
function addressOf({ module, type, name }: Resource, { index_key }: Instance): string {
  const index = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
  return [...(module ? [module] : []), type, name].join(".") + index;
}

/** Such as `shop-paid-eu`: the modules, the resource's name and its key. */
function logicalNameOf({ module = "", name }: Resource, { index_key }: Instance): string {
  const path = module.matchAll(/module\.([^.[]+)(?:\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\])?/g);
  const modules = [...path].flatMap(([, own, key, index]) => [own, key, index]);
  return [...modules, name, index_key].filter((part) => part !== undefined).join("-");
}
