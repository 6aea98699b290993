import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { unknownValue } from "../unknown";
import { type Deployment, encrypted, isForeign, nameIn, type StateResource, shown } from "./pulumi-state";
import { hidden, named } from "./resource-objects";
import type { Found, FoundObject, Left, Source } from "./source";
import { objectsOfResource } from "./terraform-resource";

/** A stack's export, with resources of @pulumi/rabbitmq in its state. */
export function pulumiRabbitMQ(file: string, deployment: Deployment): Source {
  return { title: `the @pulumi/rabbitmq resources in ${file}`, read: async () => objectsOfPulumi(deployment) };
}

/** The objects of all resources of @pulumi/rabbitmq, under the names that the resources have in the program. */
export function objectsOfPulumi({ resources = [] }: Deployment): Found {
  const objects: FoundObject[] = [];
  const left: Left[] = [];
  for (const resource of resources.filter(isForeign)) {
    try {
      const own = replacementsOf(resource);
      objects.push(...own);
      left.push(...own.flatMap((object) => hidden(object, encrypted)));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      left.push({ what: `${resource.type} "${nameIn(resource)}"`, reason: error.message });
    }
  }
  return { objects, left };
}

/** The objects that replace one resource of @pulumi/rabbitmq. */
export function replacementsOf(resource: StateResource): FoundObject[] {
  if (resource.delete) throw new RefusedError("an earlier object that Pulumi still has to delete");
  if (resource.external) throw new RefusedError("the program only reads it");
  const properties = shown(resource.outputs ?? {}) as Fields;
  const missing = encryptedIn(properties);
  if (missing !== undefined) throw new RefusedError(`its ${missing} is ${encrypted}`);
  const objects = objectsOfResource(terraformType(resource.type), attributesOf(properties));
  if (!objects) throw new RefusedError(`no kind of this library is a ${resource.type}`);
  return named(nameIn(resource), objects);
}

/** What a program can ask for instead. */
const secrets = ["password", "uri", "sourceUri", "destinationUri"];

/** The name of a value that is needed and not shown. */
function encryptedIn(properties: Fields): string | undefined {
  for (const [name, value] of Object.entries(properties)) {
    if (value === unknownValue && !secrets.includes(name)) return name;
    const inside = typeof value === "object" && value !== null ? encryptedIn(value as Fields) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Such as `rabbitmq_topic_permissions` of `rabbitmq:index/topicPermissions:TopicPermissions`. */
function terraformType(token: string): string {
  const [, name = ""] = /^rabbitmq:index\/(\w+):/.exec(token) ?? [];
  return `rabbitmq_${name === "vHost" ? "vhost" : snake(name)}`;
}

/** The properties that are blocks in Terraform. In other ones, such as `arguments`, the names are the user's. */
const blocks = ["settings", "policy", "permissions", "definition", "info"];

function attributesOf(properties: Fields): Fields {
  const inBlock = (value: unknown): unknown => (Array.isArray(value) ? value.map(inBlock) : renamed(value as Fields));
  const entries = Object.entries(renamed(properties));
  return Object.fromEntries(entries.map(([name, value]) => [name, blocks.includes(name) ? inBlock(value) : value]));
}

function renamed(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [snake(name), value]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
