/**
 * The application's side: verifies the contract at start-up and declares nothing. It needs amqplib, not Pulumi.
 * @module pulumi-rabbitmq-topology/app
 */
export type {
  Contract,
  ContractBinding,
  ContractExchange,
  ContractPublication,
  ContractQueue,
} from "../../model/contract";
export { type ConnectOptions, connect } from "./connect";
export { ConnectionError, ContractError } from "./errors";
export type { OpenOptions } from "./open";
export type { Check, Finding, Grant, Report, Unchecked } from "./report";
export { type VerifyOptions, verify } from "./verify";
export type { Connection } from "./watch";
