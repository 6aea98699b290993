/**
 * RabbitMQ topology as code: the platform declares it with Pulumi, applications use it and can neither create nor change it.
 *
 * Every class takes `name`, `vhost` and the like as plain values or as the resource that declares them. What an argument
 * means, its default and whether a change of it replaces the object stands at the argument.
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
  TemporaryQueues,
} from "../model/roles";
export { AppAccess } from "./access/access";
export type { AppAccessArgs } from "./access/args";
export * from "./kinds";
export type { TopologyPart, TopologyPartKind } from "./program/topology-part";
export { Provider, type ProviderArgs } from "./provider";
export * from "./topology/args";
export { Topology } from "./topology/topology";
