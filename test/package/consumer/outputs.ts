import type * as pulumi from "@pulumi/pulumi";
import type * as rabbitmq from "pulumi-rabbitmq-topology";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type OutputsAre<Resource, Values> = {
  [Name in keyof Values & keyof Resource]: Same<Resource[Name], pulumi.Output<Values[Name]>>;
} & { [Name in Exclude<keyof Values, keyof Resource>]: false };

export const vhost: OutputsAre<rabbitmq.VHost, { id: string; name: string; maxQueues: number | undefined }> = {
  id: true,
  name: true,
  maxQueues: true,
};

export const exchange: OutputsAre<rabbitmq.Exchange, { vhost: string; durable: boolean }> = {
  vhost: true,
  durable: true,
};
export const exchangeType = ({ type }: rabbitmq.Exchange): pulumi.Output<string> => type;

export const queue: OutputsAre<
  rabbitmq.Queue,
  {
    vhost: string;
    type: "classic" | "quorum" | "stream" | (string & {}) | undefined;
    durable: boolean;
    autoDelete: boolean;
    messageTtl: number | undefined;
    deadLetterExchange: string | undefined;
    arguments: { [name: string]: unknown } | undefined;
  }
> = {
  vhost: true,
  type: true,
  durable: true,
  autoDelete: true,
  messageTtl: true,
  deadLetterExchange: true,
  arguments: true,
};

export const binding: OutputsAre<
  rabbitmq.Binding,
  { source: string; destinationType: "queue" | "exchange"; routingKey: string; propertiesKey: string }
> = { source: true, destinationType: true, routingKey: true, propertiesKey: true };

export const user: OutputsAre<rabbitmq.User, { password: string | undefined; tags: string[] | undefined }> = {
  password: true,
  tags: true,
};

export const permissions: OutputsAre<rabbitmq.Permissions, { user: string; configure: string; write: string }> = {
  user: true,
  configure: true,
  write: true,
};

export const policy: OutputsAre<
  rabbitmq.Policy,
  {
    vhost: string;
    priority: number;
    maxLength: number | undefined;
    deadLetterExchange: string | undefined;
    definition: { [key: string]: unknown } | undefined;
  }
> = { vhost: true, priority: true, maxLength: true, deadLetterExchange: true, definition: true };

export const limits: OutputsAre<rabbitmq.VHostLimits, { vhost: string; maxQueues: number | undefined }> = {
  vhost: true,
  maxQueues: true,
};

// @ts-expect-error a binding has no name
export type BindingName = rabbitmq.Binding["name"];
