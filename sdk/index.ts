/**
 * RabbitMQ topology as code: the platform declares it with Pulumi, applications use it and can neither create nor change it.
 *
 * An argument that names another object accepts its name or the resource that declares it. The documentation of each
 * argument gives its default, and "(replaces)" where a change replaces the object.
 * @module pulumi-rabbitmq-topology
 */
export type {
  Contract,
  ContractBinding,
  ContractExchange,
  ContractPublication,
  ContractQueue,
} from "../model/contract";
export type { Excess } from "../model/excess";
export type { Grants, Patterns } from "../model/grants";
export type { Reasons } from "../model/rights";
export type {
  ExchangeBinding,
  ExchangeRef,
  MqttUse,
  OwnExchange,
  OwnQueue,
  Publication,
  QueueBinding,
  QueueRef,
  Roles,
  RpcClient,
  RpcServer,
  StompUse,
  StoredOffset,
  StreamUse,
  SuperStreamUse,
  TemporaryQueues,
  VHostRef,
} from "../model/roles";
export type { Listener, ObjectTotals } from "../provider/lookup/overview";
export { AppAccess } from "./access/access";
export type { AppAccessArgs } from "./access/args";
export type { ExistingArgs } from "./existing-args";
export { integer } from "./integer";
export * from "./kinds";
export type { Given, Lookup, LookupOutput } from "./lookup/lookup";
export type { Found, PlainOf } from "./lookup/of-kind";
export * from "./lookups";
export { exactly, type PatternName, startingWith } from "./pattern";
export type { TopologyPart, TopologyPartKind } from "./program/topology-part";
export { Provider, type ProviderArgs } from "./provider";
export * from "./topology/args";
export type { TopologyFile } from "./topology/file";
export { Topology } from "./topology/topology";
