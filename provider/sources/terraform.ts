import { z } from "zod";
import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { attempt, issueOf } from "./attempt";
import { type ChosenBrokers, ofOneBroker } from "./one-broker";
import { hidden, named } from "./resource-objects";
import type { Found, FoundObject, Left, Source } from "./source";
import { objectsOfResource } from "./terraform-resource";

const instance = z.looseObject({
  index_key: z.union([z.string(), z.number()]).optional(),
  /** Of an object that a replacement has not deleted yet. */
  deposed: z.string().optional(),
  attributes: z.looseObject({}).nullish(),
  /** What Terraform 0.11 wrote. */
  attributes_flat: z.looseObject({}).nullish(),
});
const resource = z.looseObject({
  module: z.string().optional(),
  mode: z.string().optional(),
  type: z.string(),
  name: z.string(),
  /** Such as `provider["registry.terraform.io/cyrilgdn/rabbitmq"].eu`. */
  provider: z.string().optional(),
  instances: z.array(instance).nullish(),
});
const state = z.looseObject({ resources: z.array(resource) });

type Instance = z.output<typeof instance>;
type Resource = z.output<typeof resource>;

/** The form of Terraform since 0.12, and of OpenTofu. */
const supported = 4;

/** Whether it is a state of Terraform or OpenTofu, of whatever version. */
export function isTerraformState(json: unknown): boolean {
  const { version, terraform_version, resources, modules } = (json ?? {}) as Fields;
  return typeof version === "number" && typeof terraform_version === "string" && Array.isArray(resources ?? modules);
}

/** A state of the Terraform providers cyrilgdn/rabbitmq and rfd59/rabbitmq. */
export function terraformState(file: string, json: unknown, brokers: ChosenBrokers): Source {
  return { title: `the Terraform state ${file}`, read: async () => objectsOfTerraform(json, brokers) };
}

export function objectsOfTerraform(json: unknown, brokers?: ChosenBrokers): Found {
  const { version } = json as Fields;
  if (version !== supported) {
    throw new RefusedError(
      `has version ${version} of Terraform's format, and only ${supported} is known: \`terraform state pull\` of Terraform 0.12 or later writes it`,
    );
  }
  const objects: FoundObject[] = [];
  const left: Left[] = [];
  for (const resource of ofOneBroker(resourcesIn(json), brokerOf, brokers)) {
    for (const instance of resource.instances ?? []) {
      const own = attempt(addressOf(resource, instance), left, () => {
        return named(logicalNameOf(resource, instance), objectsOf(resource, instance));
      });
      objects.push(...own);
      left.push(...own.flatMap((object) => hidden(object, "not in the state: it is write-only, or was imported")));
    }
  }
  return { objects, left };
}

function resourcesIn(json: unknown): Resource[] {
  const { data, error } = state.safeParse(json);
  if (error) throw new RefusedError(`is damaged: ${issueOf(error)}`);
  return data.resources.filter(({ mode, type }) => mode !== "data" && type.startsWith("rabbitmq_"));
}

/** The name of the provider's configuration: its module and its alias. */
function brokerOf({ provider = "" }: Resource): string {
  const names = provider.replace(/provider(?:\["[^"]*"\]|\.[^.]+)/, "").split(".");
  return names.filter((name) => name !== "").join(".") || "default";
}

function objectsOf({ type }: Resource, { deposed, attributes, attributes_flat }: Instance): FoundObject[] {
  if (deposed !== undefined) throw new RefusedError("an earlier object that Terraform still has to delete");
  if (!attributes && attributes_flat) {
    throw new RefusedError("in the form of Terraform 0.11: `terraform apply -refresh-only` writes it anew");
  }
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
