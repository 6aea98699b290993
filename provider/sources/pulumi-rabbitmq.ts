import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { unknownValue } from "../unknown";
import { attempt } from "./attempt";
import { type ChosenBrokers, ofOneBroker } from "./one-broker";
import {
  type Deployment,
  encrypted,
  isForeign,
  isForeignProvider,
  nameIn,
  type StateResource,
  shown,
  stackOf,
} from "./pulumi-state";
import { hidden, named } from "./resource-objects";
import type { Found, FoundObject, Left, Source } from "./source";
import { objectsOfResource } from "./terraform-resource";

/** A stack's export, with resources of @pulumi/rabbitmq in its state. */
export function pulumiRabbitMQ(file: string, deployment: Deployment, brokers: ChosenBrokers): Source {
  const title = `the @pulumi/rabbitmq resources in ${file}`;
  return { title, owner: stackOf(deployment), read: async () => objectsOfPulumi(deployment, brokers) };
}

/** The objects of all resources of @pulumi/rabbitmq, under the names that the resources have in the program. */
export function objectsOfPulumi(deployment: Deployment, brokers?: ChosenBrokers): Found {
  const objects: FoundObject[] = [];
  const left: Left[] = [];
  for (const resource of resourcesOfBroker(deployment, brokers)) {
    const what = titleOf(resource);
    const own = attempt(what, left, () => replacementsOf(resource));
    if (resource.retainOnDelete) left.push({ what: `retainOnDelete of ${what}`, reason: "set it on the new resource" });
    objects.push(...own);
    left.push(...own.flatMap((object) => hidden(object, encrypted)));
  }
  return { objects, left };
}

/** The resources of @pulumi/rabbitmq, which must be of one broker. */
export function resourcesOfBroker({ resources = [] }: Deployment, brokers?: ChosenBrokers): readonly StateResource[] {
  const endpoints = new Map(
    resources.filter(isForeignProvider).map((each) => [`${each.urn}::${each.id}`, brokerOf(each)]),
  );
  const ofResource = ({ provider = "" }: StateResource) => endpoints.get(provider) ?? "default";
  return ofOneBroker(resources.filter(isForeign), ofResource, brokers);
}

/** Names a resource in a sentence. */
export function titleOf(resource: StateResource): string {
  return `${resource.type} "${nameIn(resource)}"`;
}

/** The address that a provider is configured with, or its name if the export does not show that. */
function brokerOf(provider: StateResource): string {
  const { endpoint } = shown(provider.inputs ?? provider.outputs ?? {}) as Fields;
  return typeof endpoint === "string" && endpoint !== unknownValue
    ? withoutLogin(endpoint)
    : nameIn(provider).replace(/^default_.*/, "default");
}

function withoutLogin(endpoint: string): string {
  return endpoint.replace(/\/\/[^/@]*@/, "//").replace(/\/+$/, "");
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
